package org.zvideo.video.stage;

import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.detail.RoundTripKernel;
import org.zvideo.video.flow.Propagation;
import org.zvideo.video.flow.Propagation.KeySource;
import org.zvideo.video.report.FrameMeasures;

/** A frame that the model has worked on, from which those before and after it are made, in the size inside the model. */
final class KeyFrame {
    private final ModelFrame frame;
    private final SharedMotion motions;
    /** Its source in the size inside the model. */
    private final RgbImage small;
    /** What the autoencoder does to a frame like this one; fitted when a frame is made for which that is asked. */
    private RoundTripKernel autoencoder;

    KeyFrame(ModelFrame frame, SharedMotion motions) {
        this.frame = frame;
        this.motions = motions;
        this.small = small(frame.source());
    }

    private RgbImage small(ShotFrame source) {
        FloatImage picture = frame.picture().decoded();
        return motions.small(source, picture.width(), picture.height());
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
        Propagation propagation = new Propagation(here, source(source, here), next.source(source, here), share);
        List<FloatPlane> shares = new ArrayList<>();
        for (int n = 0; n < before.shares().size(); n++) {
            shares.add(propagation.plane(before.shares().get(n), after.shares().get(n)));
        }
        ModelPicture picture = new ModelPicture(
                propagation.picture(before.decoded(), after.decoded()),
                before.roundTrip().map(own -> roundTrip(here, own)),
                shares);
        return new ModelFrame(source, picture, FrameMeasures.NONE);
    }

    private KeySource source(ShotFrame between, RgbImage here) {
        return new KeySource(small, motions.between(between, frame.source(), here.width(), here.height()));
    }

    private FloatImage roundTrip(RgbImage here, FloatImage own) {
        if (autoencoder == null) {
            autoencoder = RoundTripKernel.fit(FloatImage.of(small), own);
        }
        return autoencoder.of(FloatImage.of(here));
    }
}
