package org.zvideo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.Mask;
import org.zvideo.core.torch.Images;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.unet.TokenGrid;

/**
 * How far each style acts at each pixel inside the model, as {@link ModelPicture#shares} describes it. Masks say how far all
 * of them act together, min(1, Σ m_n); among themselves they share that as the frame's attention is divided among them.
 */
final class StyleShares {
    /** Attention below this is none. */
    private static final float NOTHING = 1e-6f;

    private final int styles;
    private final List<Double> weights;
    private final List<Mask> masks;
    private final FrameGeometry size;
    private Optional<List<FloatPlane>> attention = Optional.empty();

    /**
     * @param weights of the styles in a mix: how they share what attention does not decide
     * @param masks   one for each of them, or none for everywhere
     */
    StyleShares(List<Double> weights, List<Mask> masks, FrameGeometry size) {
        this.styles = weights.size();
        this.weights = weights;
        this.masks = masks;
        this.size = size;
    }

    /** Whether attention decides between styles. */
    boolean needAttention() {
        return styles > 1;
    }

    /**
     * Takes how the attention of the frame is divided.
     *
     * @param shares [N, number of styles]
     * @param grid   where the N queries lie in the padded picture
     */
    void attention(Tensor shares, TokenGrid grid) {
        List<FloatPlane> planes = new ArrayList<>();
        try (TensorScope scope = TensorScope.open("shares of styles")) {
            Tensor maps = shares.cpu().t().reshape(styles, 1, grid.rows(), grid.columns());
            for (int n = 0; n < styles; n++) {
                Tensor large = Images.resizeLinear(maps.narrow(0, n, 1), size.paddedHeight(), size.paddedWidth());
                planes.add(new FloatPlane(
                        size.width(), size.height(), Ops.floats(Images.cropped(large, size.height(), size.width()))));
            }
        }
        attention = Optional.of(planes);
    }

    /** One plane for each style; none where one style acts everywhere. */
    List<FloatPlane> planes() {
        if (styles == 1 && masks.isEmpty()) {
            return List.of();
        }
        List<FloatPlane> cover =
                masks.stream().map(mask -> FrameCodec.plane(mask, size)).toList();
        float[][] shares = new float[styles][size.width() * size.height()];
        float[] parts = new float[styles];
        for (int pixel = 0; pixel < size.width() * size.height(); pixel++) {
            float covered = weigh(pixel, cover, parts);
            for (int n = 0; n < styles; n++) {
                shares[n][pixel] = covered * parts[n];
            }
        }
        List<FloatPlane> planes = new ArrayList<>();
        for (float[] share : shares) {
            planes.add(new FloatPlane(size.width(), size.height(), share));
        }
        return planes;
    }

    /**
     * Says how far all styles act at a pixel.
     *
     * @param parts filled with the share of each, which add up to 1
     */
    private float weigh(int pixel, List<FloatPlane> cover, float[] parts) {
        float covered = 0;
        float weighted = 0;
        float attended = 0;
        for (int n = 0; n < styles; n++) {
            float mask = cover.isEmpty() ? 1 : cover.get(n).values()[pixel];
            covered += mask;
            weighted += weights.get(n).floatValue() * mask;
            parts[n] = mask == 0 || attention.isEmpty()
                    ? 0
                    : attention.get().get(n).values()[pixel];
            attended += parts[n];
        }
        for (int n = 0; n < styles; n++) {
            float mask = cover.isEmpty() ? 1 : cover.get(n).values()[pixel];
            parts[n] = attended > NOTHING
                    ? parts[n] / attended
                    : covered == 0 ? 0 : weights.get(n).floatValue() * mask / weighted;
        }
        return Math.min(1, covered);
    }
}
