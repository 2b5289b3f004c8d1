package org.zvideo.video.job;

import java.util.List;
import java.util.function.DoubleFunction;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Painting;
import org.zvideo.core.image.FloatImage;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.PaletteScope;
import org.zvideo.video.stage.DetailStage;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.PaletteStage;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StrokesStage;
import org.zvideo.video.stage.StyleMixes;
import org.zvideo.video.stage.StyledFrame;
import org.zvideo.video.strokes.Brushwork;

/**
 * What is done to pictures after the model, as stages.
 *
 * @param request     what is asked for
 * @param codec       colors and strength
 * @param paintings   the styles in their order, for a scale of their size; asked for only where they are needed
 * @param filmPalette what is known of it, if there is one palette for the film
 * @param mixes       how far each style is reached
 */
record Appearance(
        AppearanceRequest request,
        FrameCodec codec,
        DoubleFunction<List<Painting>> paintings,
        FilmPalette filmPalette,
        StyleMixes mixes) {
    Appearance(AppearanceRequest request, FrameCodec codec, DoubleFunction<List<Painting>> paintings) {
        this(request, codec, paintings, FilmPalette.NONE, StyleMixes.FULL);
    }

    /**
     * The pictures of a stage, finished.
     *
     * @param motions of the frames
     * @param needs   told what the stages need of the model
     */
    Stage<StyledFrame> around(Stage<ModelFrame> pictures, SharedMotion motions, Needs needs) {
        boolean palette = request.palette() > 0 && codec.contentColors() < 1;
        boolean strokes = request.strokes() > 0;
        List<Painting> ofStyles = palette || strokes ? paintings.apply(strokes ? request.strokeSize() : 1) : List.of();
        Stage<ModelFrame> stages = pictures;
        if (palette) {
            stages = needs.of(palette(stages, ofStyles));
        }
        if (strokes) {
            stages = needs.of(strokes(stages, ofStyles, motions));
        }
        if (request.detail() > 0) {
            stages = needs.of(new DetailStage(stages, request.detail()));
        }
        return needs.of(new FinishStage(stages, codec));
    }

    /** The pictures of a model that nothing else stands around, finished. */
    Stage<StyledFrame> aroundModel(FrameModel model) {
        Needs needs = new Needs();
        Stage<StyledFrame> stages = around(model, new SharedMotion(), needs);
        model.make(needs.slots());
        return stages;
    }

    private Stage<ModelFrame> palette(Stage<ModelFrame> inner, List<Painting> ofStyles) {
        List<FloatImage> colors = ofStyles.stream().map(Painting::picture).toList();
        if (request.paletteScope() != PaletteScope.FILM) {
            return new PaletteStage(inner, colors, request.palette(), mixes);
        }
        return filmPalette
                .given()
                .map(palette -> new PaletteStage(inner, palette, request.palette()))
                .orElseGet(() -> PaletteStage.ofFilm(inner, colors, request.palette(), filmPalette.made()));
    }

    private Stage<ModelFrame> strokes(Stage<ModelFrame> inner, List<Painting> ofStyles, SharedMotion motions) {
        List<Brushwork> brushworks = ofStyles.stream()
                .map(painting -> Brushwork.of(painting.picture(), painting.roundTrip()))
                .toList();
        return new StrokesStage(inner, () -> brushworks, request.strokes(), mixes, motions);
    }
}
