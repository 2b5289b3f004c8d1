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
     * @param shares of the styles, in the size inside the model; none if there is one style and it acts everywhere
     * @param share  of all of them, in the size inside the model
     */
    public static FloatImage sum(List<FloatImage> layers, List<FloatPlane> shares, FloatPlane share) {
        if (shares.size() != layers.size() && (!shares.isEmpty() || layers.size() > 1)) {
            throw new IllegalArgumentException(
                    layers.size() + " layers of strokes with " + shares.size() + " shares: expected one for each");
        }
        FloatImage first = layers.get(0);
        float[] sum = new float[first.values().length];
        for (int n = 0; n < layers.size(); n++) {
            addTo(sum, layers.get(n), shares.isEmpty() ? share : product(shares.get(n), share));
        }
        return new FloatImage(first.width(), first.height(), sum);
    }

    private static FloatPlane product(FloatPlane one, FloatPlane other) {
        float[] product = one.values().clone();
        for (int n = 0; n < product.length; n++) {
            product[n] *= other.values()[n];
        }
        return new FloatPlane(one.width(), one.height(), product);
    }

    private static void addTo(float[] sum, FloatImage layer, FloatPlane share) {
        Resized.Rows rows = Resized.of(share, layer.width(), layer.height()).rows(0, layer.height());
        float[] row = new float[layer.width()];
        for (int y = 0; y < layer.height(); y++) {
            rows.read(y, row);
            int at = 3 * y * layer.width();
            for (int n = 0; n < 3 * layer.width(); n++) {
                sum[at + n] += row[n / 3] * layer.values()[at + n];
            }
        }
    }
}
