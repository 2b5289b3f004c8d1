package org.zvideo.video.strokes;

import java.util.List;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.Resized;

/** Puts the layers of several styles together. */
public final class StyledLayers {
    private StyledLayers() {}

    /**
     * The sum of layers, each weighted by how far its style acts at each pixel.
     *
     * @param layers of the styles, all of the same size
     * @param shares of the styles, in any size; none if there is one style and it acts everywhere
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
        float[] share = new float[first.width()];
        for (int n = 0; n < layers.size(); n++) {
            float[] layer = layers.get(n).values();
            Resized.Rows rows =
                    Resized.of(shares.get(n), first.width(), first.height()).rows(0, first.height());
            for (int y = 0; y < first.height(); y++) {
                rows.read(y, share);
                int at = 3 * y * first.width();
                for (int value = 0; value < 3 * first.width(); value++) {
                    sum[at + value] += share[value / 3] * layer[at + value];
                }
            }
        }
        return new FloatImage(first.width(), first.height(), sum);
    }
}
