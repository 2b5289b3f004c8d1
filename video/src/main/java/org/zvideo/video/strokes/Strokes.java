package org.zvideo.video.strokes;

import java.util.Optional;
import org.zvideo.core.image.FloatImage;

/**
 * The strokes of one painting on the frames of one shot, in their order. It remembers the matches of the newest frame, and
 * compares frames with the painting in the same way as long as their contrast stays about the same.
 */
public final class Strokes {
    /** How much contrast may change before the painting's keys are made again. */
    private static final double TOLERANCE = 1.25;
    /** A match may cost this many times the least: the exact search takes five times as long and gains nothing to see. */
    private static final double SLACK = 2;

    private final Brushwork brushwork;
    private final double slack;
    private Optional<PatchKeys> keys = Optional.empty();
    private Optional<Correspondence> matches = Optional.empty();

    /** Begins a shot. */
    public Strokes(Brushwork brushwork) {
        this(brushwork, SLACK);
    }

    /** @param slack how many times the least cost a match may cost that is found in its place */
    Strokes(Brushwork brushwork, double slack) {
        this.brushwork = brushwork;
        this.slack = slack;
    }

    /**
     * The brushwork of the next frame.
     *
     * @param picture the stylized frame, in the size inside the model
     * @param motion  since the frame before; empty for the first frame
     * @return what is to be added to the picture, on the scale of its values
     */
    public FloatImage next(FloatImage picture, Optional<Motion> motion) {
        StrokeFeatures features = StrokeFeatures.of(picture);
        double[] deviation = brushwork.meeting(features);
        PatchKeys suiting =
                keys.filter(made -> made.suit(deviation, TOLERANCE)).orElseGet(() -> brushwork.keys(deviation, slack));
        Optional<Matching.Past> past = matches.flatMap(before -> motion.map(moved -> new Matching.Past(before, moved)));
        Correspondence found = Matching.of(suiting, features, past);
        keys = Optional.of(suiting);
        matches = Optional.of(found);
        return StrokeLayer.of(found, brushwork.lost());
    }

    /** The matches of the newest frame. */
    Correspondence matches() {
        return matches.orElseThrow(() -> new IllegalStateException("no frame has come yet"));
    }

    /** How the strokes of the newest frame were found. */
    public StrokeMeasures measures() {
        return matches().measures();
    }
}
