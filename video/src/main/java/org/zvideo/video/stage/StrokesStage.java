package org.zvideo.video.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.strokes.Brushwork;
import org.zvideo.video.strokes.FineDetail;
import org.zvideo.video.strokes.Motion;
import org.zvideo.video.strokes.StrokeMeasures;
import org.zvideo.video.strokes.Strokes;
import org.zvideo.video.strokes.StyledLayers;

/**
 * Gives pictures the brushwork of the paintings, each where its style acts. Strokes stick to things: they move as the source
 * moves, from the first frame of a shot to its last. They are fainter where the source's own detail stands out, so that eyes
 * stay eyes.
 */
public final class StrokesStage extends MappingStage<ModelFrame, ModelFrame> {
    private final Supplier<List<Brushwork>> brushworks;
    private final double share;
    private final SharedMotion motions;
    private final boolean moving;
    /** The strokes of each style; none for one that does not act. */
    private List<Optional<Strokes>> strokes = List.of();

    private ShotFrame newest;

    /**
     * Adds brushwork to what the stage inside makes.
     *
     * @param brushworks of the styles, in their order; asked for at the first frame of each shot
     * @param share      0…1: how much of the layer is added
     */
    public StrokesStage(
            Stage<ModelFrame> inner, Supplier<List<Brushwork>> brushworks, double share, SharedMotion motions) {
        this(inner, brushworks, share, StyleMixes.FULL, motions);
    }

    /**
     * The same for styles that move in time: the strokes of one that comes begin where it does.
     *
     * @param brushworks of the styles, in their order; asked for at the first frame of each shot
     * @param share      0…1: how much of the layer is added
     * @param mixes      how far each style is reached
     */
    public StrokesStage(
            Stage<ModelFrame> inner,
            Supplier<List<Brushwork>> brushworks,
            double share,
            StyleMixes mixes,
            SharedMotion motions) {
        super(inner);
        this.moving = !mixes.full();
        this.brushworks = brushworks;
        this.share = share;
        this.motions = motions;
    }

    @Override
    public Set<Slot> needs() {
        return Set.of(Slot.SHARES);
    }

    @Override
    protected ModelFrame map(ModelFrame frame) {
        ShotFrame source = frame.source();
        FloatImage picture = frame.picture().decoded();
        RgbImage small = motions.small(source, picture.width(), picture.height());
        boolean first = newest == null || newest.shotStart() != source.shotStart();
        if (first) {
            strokes = new ArrayList<>(Collections.nCopies(brushworks.get().size(), Optional.empty()));
        }
        Optional<Motion> motion = first ? Optional.empty() : Optional.of(motion(source, small));
        List<FloatImage> layers = new ArrayList<>();
        List<FloatPlane> shares = new ArrayList<>();
        for (int style = 0; style < strokes.size(); style++) {
            Optional<Strokes> before = strokes.get(style);
            if (!acts(style, frame.picture())) {
                strokes.set(style, Optional.empty());
                continue;
            }
            Strokes ofStyle = before.orElse(new Strokes(brushworks.get().get(style)));
            layers.add(ofStyle.next(picture, before.flatMap(known -> motion)));
            strokes.set(style, Optional.of(ofStyle));
            if (!frame.picture().shares().isEmpty()) {
                shares.add(frame.picture().shares().get(style));
            }
        }
        newest = source;
        return measured(frame)
                .with(frame.restoration()
                        .withStrokes(share, StyledLayers.sum(layers, shares, FineDetail.share(small))));
    }

    /** Whether a style acts on a frame. One that a mask keeps away for a while is not forgotten. */
    private boolean acts(int style, ModelPicture picture) {
        if (!moving) {
            return true;
        }
        for (float value : picture.shares().get(style).values()) {
            if (value > 0) {
                return true;
            }
        }
        return false;
    }

    /** Since the newest frame. */
    private Motion motion(ShotFrame frame, RgbImage small) {
        return Motion.of(
                motions.between(frame, newest, small.width(), small.height()),
                small,
                motions.small(newest, small.width(), small.height()));
    }

    /** The frame with how its strokes were found, as the mean over the styles. */
    private ModelFrame measured(ModelFrame frame) {
        List<StrokeMeasures> measures = strokes.stream()
                .flatMap(Optional::stream)
                .map(Strokes::measures)
                .toList();
        return frame.with(frame.measures()
                .withStrokes(mean(measures, StrokeMeasures::kept), mean(measures, StrokeMeasures::cost)));
    }

    private static double mean(List<StrokeMeasures> measures, ToDoubleFunction<StrokeMeasures> of) {
        return measures.stream().mapToDouble(of).average().orElse(0);
    }

    @Override
    public void close() {
        strokes = List.of();
        newest = null;
        motions.close();
        super.close();
    }
}
