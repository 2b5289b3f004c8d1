package org.zvideo.video.stage;

import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.detail.RoundTripKernel;
import org.zvideo.video.flow.Propagation;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.FrameMeasures;

/** A frame that the model has worked on, from which those before and after it are made, in the size inside the model. */
final class KeyFrame {
    private final ModelFrame frame;
    /** Its source in the size inside the model. */
    private final RgbImage small;
    /** What the autoencoder does to a frame like this one; fitted when a frame is made for which that is asked. */
    private RoundTripKernel autoencoder;

    KeyFrame(ModelFrame frame) {
        this.frame = frame;
        this.small = small(frame.source());
    }

    private RgbImage small(ShotFrame source) {
        FloatImage picture = frame.picture().decoded();
        return StillImage.resized(source.image(), picture.width(), picture.height());
    }

    /** Its number in the video. */
    long number() {
        return frame.source().number();
    }

    /** The result of a frame between this key frame and the next. */
    ModelFrame between(ShotFrame source, KeyFrame next) {
        double share = (source.number() - number()) / (double) (next.number() - number());
        RgbImage here = small(source);
        ModelPicture before = frame.picture();
        ModelPicture after = next.frame.picture();
        try (Propagation propagation = new Propagation(here, small, next.small, share)) {
            List<FloatPlane> shares = new ArrayList<>();
            for (int n = 0; n < before.shares().size(); n++) {
                shares.add(
                        propagation.plane(before.shares().get(n), after.shares().get(n)));
            }
            ModelPicture picture = new ModelPicture(
                    propagation.picture(before.decoded(), after.decoded()),
                    before.roundTrip().map(own -> roundTrip(here, own)),
                    shares);
            return new ModelFrame(source, picture, FrameMeasures.NONE);
        }
    }

    private FloatImage roundTrip(RgbImage here, FloatImage own) {
        if (autoencoder == null) {
            autoencoder = RoundTripKernel.fit(FloatImage.of(small), own);
        }
        return autoencoder.of(FloatImage.of(here));
    }
}
