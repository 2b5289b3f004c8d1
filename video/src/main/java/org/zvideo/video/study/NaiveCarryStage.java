package org.zvideo.video.study;

import java.util.Arrays;
import java.util.Optional;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.flow.Transport.Carried;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.stage.MappingStage;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;

/** Carries results from frame to frame and trusts the motion everywhere, or carries them where they were: two mistakes to compare with. */
final class NaiveCarryStage extends MappingStage<ModelFrame, ModelFrame> {
    private final Transport transport;
    private final boolean moving;
    private ShotFrame before;
    private FloatImage picture;

    /** @param moving whether what is carried moves as the source does */
    NaiveCarryStage(Stage<ModelFrame> inner, Transport transport, boolean moving) {
        super(inner);
        this.transport = transport;
        this.moving = moving;
    }

    @Override
    protected ModelFrame map(ModelFrame frame) {
        FloatImage own = frame.picture().decoded();
        ShotFrame source = frame.source();
        if (before == null || before.shotStart() != source.shotStart()) {
            picture = own;
        } else {
            RgbImage now = sized(source, own);
            try (FlowWarp motion = FlowWarp.between(now, moving ? sized(before, own) : now)) {
                picture = transport.into(own, new Carried(picture, motion, everywhere(own)), Optional.empty());
            }
        }
        before = source;
        return frame.with(frame.picture().with(picture));
    }

    private static RgbImage sized(ShotFrame frame, FloatImage like) {
        return StillImage.resized(frame.exposure().film(), like.width(), like.height());
    }

    private static FloatPlane everywhere(FloatImage like) {
        float[] trust = new float[like.width() * like.height()];
        Arrays.fill(trust, 1);
        return new FloatPlane(like.width(), like.height(), trust);
    }

    @Override
    public void close() {
        before = null;
        picture = null;
        super.close();
    }
}
