package org.zvideo.video.strokes;

import java.util.List;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;

/** Puts the layers of several styles together. */
public final class StyledLayers {
    private StyledLayers() {}

    /**
     * The sum of layers, each weighted by how far its style acts at each pixel.
     *
     * @param layers of the styles, all of the same size
     * @param shares of the styles, in the size of the layers; none if there is one style and it acts everywhere
     */
    public static FloatImage sum(List<FloatImage> layers, List<FloatPlane> shares) {
        if (shares.isEmpty() && layers.size() == 1) {
            return layers.get(0);
        }
        if (shares.size() != layers.size()) {
            throw new IllegalArgumentException(
                    layers.size() + " layers of strokes with " + shares.size() + " shares: expected one for each");
        }
        FloatImage first = layers.get(0);
        float[] sum = new float[first.values().length];
        for (int n = 0; n < layers.size(); n++) {
            float[] layer = layers.get(n).values();
            float[] share = shares.get(n).values();
            for (int value = 0; value < sum.length; value++) {
                sum[value] += share[value / 3] * layer[value];
            }
        }
        return new FloatImage(first.width(), first.height(), sum);
    }
}
