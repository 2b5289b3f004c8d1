package org.zvideo.video.strokes;

import org.zvideo.core.image.FloatImage;

/** A painting as strokes are taken from it: what the model's autoencoder passes of it, and what is lost. */
public final class Brushwork {
    private final StrokeFeatures features;
    private final StrokeFeatures.Statistics statistics;
    private final LostDetail lost;

    private Brushwork(StrokeFeatures features, LostDetail lost) {
        this.features = features;
        this.statistics = features.statistics();
        this.lost = lost;
    }

    /**
     * Prepares a painting.
     *
     * @param painting  at the size inside the model or larger: as large as its strokes are to be
     * @param roundTrip the painting encoded and decoded by the model's autoencoder, at the size inside the model
     */
    public static Brushwork of(FloatImage painting, FloatImage roundTrip) {
        return new Brushwork(StrokeFeatures.of(roundTrip), LostDetail.of(painting, roundTrip));
    }

    LostDetail lost() {
        return lost;
    }

    /** To which deviations the features of a picture and of this painting are brought before they are compared. */
    double[] meeting(StrokeFeatures picture) {
        return statistics.meeting(picture.statistics());
    }

    /**
     * The keys by which patches find their match.
     *
     * @param factor how many times the least cost a match may cost that is found in its place
     */
    PatchKeys keys(double[] deviation, double factor) {
        return new PatchKeys(features, deviation, factor);
    }
}
