package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.AppearanceCase;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.strokes.Brushwork;
import org.zvideo.video.strokes.FineDetail;
import org.zvideo.video.strokes.StrokeMeasures;
import org.zvideo.video.strokes.Strokes;
import org.zvideo.video.strokes.StyledLayers;
import org.zvideo.video.strokes.TestMotion;

class StrokesStageTest extends StageContract<ModelFrame> {
    private static final double SHARE = 0.7;
    private static final AppearanceCase GOLDEN = new AppearanceCase("strokes");
    private static final Brushwork BRUSHWORK = Brushwork.of(GOLDEN.picture("painting"), GOLDEN.picture("roundtrip"));
    private static final Brushwork OTHER = Brushwork.of(GOLDEN.picture("painting"), softened());

    private static FloatImage softened() {
        FloatImage picture = GOLDEN.picture("roundtrip");
        float[] half = picture.values().clone();
        for (int n = 0; n < half.length; n++) {
            half[n] /= 2;
        }
        return new FloatImage(picture.width(), picture.height(), half);
    }

    @Override
    protected Stage<ModelFrame> stage() {
        return new StrokesStage(new RoundTripStage(), () -> List.of(BRUSHWORK), SHARE, new SharedMotion());
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    private static FloatImage layer(ModelFrame frame) {
        return frame.restoration().layer().orElseThrow();
    }

    private static ShotFrame shown(int number, long shotStart, String picture) {
        return new ShotFrame(number, 40_000L * number, shotStart, GOLDEN.image(picture));
    }

    /** The strokes of one style over a frame. */
    private static FloatImage over(String frame, FloatImage strokes) {
        return StyledLayers.sum(List.of(strokes), List.of(), FineDetail.share(GOLDEN.image(frame)));
    }

    private static List<ModelFrame> results(Stage<ModelFrame> stage, List<ShotFrame> frames) {
        List<ModelFrame> results = new ArrayList<>();
        frames.forEach(frame -> stage.accept(frame, results::add));
        stage.end(results::add);
        return results;
    }

    /** Oracle: the strokes of the pictures, along the motion of their sources; those of the second shot begin without a past. */
    @Test
    void strokesMoveAsTheSourceMovesUpToTheCut() {
        RgbImage first = GOLDEN.image("picture0");
        RgbImage second = GOLDEN.image("picture1");
        try (Stage<ModelFrame> stage = stage()) {
            List<ModelFrame> results =
                    results(stage, List.of(shown(0, 0, "picture0"), shown(1, 0, "picture1"), shown(2, 2, "picture1")));
            Strokes strokes = new Strokes(BRUSHWORK);
            List<FloatImage> pictures =
                    results.stream().map(frame -> frame.picture().decoded()).toList();
            assertEquals(over("picture0", strokes.next(pictures.get(0), Optional.empty())), layer(results.get(0)));
            assertEquals(
                    over("picture1", strokes.next(pictures.get(1), Optional.of(TestMotion.between(second, first)))),
                    layer(results.get(1)));
            FrameMeasures measures = results.get(1).measures();
            assertEquals(strokes.measures(), new StrokeMeasures(measures.strokesKept(), measures.strokeCost()));
            assertEquals(1.0, measures.energy(), "what the model said stays");
            assertEquals(
                    over("picture1", new Strokes(BRUSHWORK).next(pictures.get(2), Optional.empty())),
                    layer(results.get(2)));
            results.forEach(frame -> assertEquals(SHARE, frame.restoration().strokes()));
            assertEquals(Set.of(Slot.SHARES), stage.needs());
        }
    }

    /** Says of the pictures of the stage inside how far two styles act: one on the left, the other on half of the right. */
    private static final class Halves extends MappingStage<ModelFrame, ModelFrame> {
        private Halves(Stage<ModelFrame> inner) {
            super(inner);
        }

        @Override
        protected ModelFrame map(ModelFrame frame) {
            ModelPicture picture = frame.picture();
            int width = picture.decoded().width();
            float[] left = new float[width * picture.decoded().height()];
            float[] right = left.clone();
            for (int n = 0; n < left.length; n++) {
                left[n] = n % width < width / 2 ? 1 : 0;
                right[n] = n % width < width / 2 ? 0 : 0.5f;
            }
            int height = picture.decoded().height();
            return frame.with(new ModelPicture(
                    picture.decoded(),
                    picture.roundTrip(),
                    List.of(new FloatPlane(width, height, left), new FloatPlane(width, height, right))));
        }
    }

    /** Oracle: the layers of each style alone. */
    @Test
    void eachStyleHasItsStrokesWhereItActs() {
        try (Stage<ModelFrame> stage = new StrokesStage(
                new Halves(new RoundTripStage()), () -> List.of(BRUSHWORK, OTHER), SHARE, new SharedMotion())) {
            ModelFrame result = results(stage, List.of(shown(0, 0, "picture0"))).get(0);
            FloatImage picture = result.picture().decoded();
            FloatImage one = over("picture0", new Strokes(BRUSHWORK).next(picture, Optional.empty()));
            FloatImage other = over("picture0", new Strokes(OTHER).next(picture, Optional.empty()));
            FloatImage layer = layer(result);
            int row = 3 * layer.height() / 2 * layer.width();
            for (int n = 0; n < 3 * layer.width(); n++) {
                int x = n / 3 - layer.width() / 2;
                if (Math.abs(x) > 1) {
                    float expected = x < 0 ? one.values()[row + n] : other.values()[row + n] / 2;
                    assertEquals(expected, layer.values()[row + n], 1e-6, "column " + n / 3);
                }
            }
        }
    }
}
