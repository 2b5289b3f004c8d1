package org.zvideo.video.stage;

import java.util.function.Consumer;
import java.util.function.Function;
import org.zvideo.core.Displacement;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;

/**
 * Tells the model how each frame moved since the one that it is tied to, for an energy that compares what the motion brings
 * together. A shot's first frame, and one that stands alone, is tied to none. It stands around what the work folder keeps, so
 * that a run that resumes is told the same.
 */
public final class AlignmentStage implements Stage<ModelFrame> {
    private final Stage<ModelFrame> inner;
    private final Function<RgbImage, FrameGeometry> inside;
    private final SharedMotion motions;
    private ShotFrame before;

    /** @param inside the size of a frame inside the model */
    public AlignmentStage(Stage<ModelFrame> inner, Function<RgbImage, FrameGeometry> inside, SharedMotion motions) {
        this.inner = inner;
        this.inside = inside;
        this.motions = motions;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        if (before != null && before.shotStart() != frame.shotStart()) {
            before = null;
        }
        boolean tied = frame.role() != ShotFrame.Role.ALONE;
        ShotFrame known = frame.moved(before != null && tied ? displacement(frame) : unknown(frame));
        if (tied) {
            before = frame;
        }
        inner.accept(known, out);
    }

    private Displacement displacement(ShotFrame frame) {
        FrameGeometry size = inside.apply(frame.image());
        int width = size.width();
        FlowWarp motion = motions.between(frame, before, width, size.height());
        float[] dx = new float[width * size.height()];
        float[] dy = new float[dx.length];
        for (int pixel = 0; pixel < dx.length; pixel++) {
            dx[pixel] = (float) (motion.originX(pixel) - pixel % width);
            dy[pixel] = (float) (motion.originY(pixel) - Math.floorDiv(pixel, width));
        }
        return new Displacement(
                new FloatPlane(width, size.height(), dx),
                new FloatPlane(width, size.height(), dy),
                motions.trust(frame, before, width, size.height()).values());
    }

    /** Nothing is known to have moved, and nothing is trusted. */
    private Displacement unknown(ShotFrame frame) {
        FrameGeometry size = inside.apply(frame.image());
        FloatPlane nothing = new FloatPlane(size.width(), size.height(), new float[size.width() * size.height()]);
        return new Displacement(nothing, nothing, nothing);
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        inner.end(out);
    }

    @Override
    public void close() {
        before = null;
        motions.close();
        inner.close();
    }
}
