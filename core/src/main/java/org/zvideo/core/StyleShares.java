package org.zvideo.core;

import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.Mask;

/** How far each style acts at each pixel inside the model, as {@link ModelPicture#shares} describes it. */
final class StyleShares {
    private StyleShares() {}

    /** By the masks: where more than one style acts, all of them together are 1. */
    static List<FloatPlane> of(List<Mask> masks, FrameGeometry size) {
        List<FloatPlane> planes =
                masks.stream().map(mask -> FrameCodec.plane(mask, size)).toList();
        List<FloatPlane> shares = new ArrayList<>();
        for (FloatPlane plane : planes) {
            float[] share = plane.values().clone();
            for (int pixel = 0; pixel < share.length; pixel++) {
                float all = 0;
                for (FloatPlane other : planes) {
                    all += other.values()[pixel];
                }
                share[pixel] /= Math.max(1, all);
            }
            shares.add(new FloatPlane(size.width(), size.height(), share));
        }
        return shares;
    }
}
