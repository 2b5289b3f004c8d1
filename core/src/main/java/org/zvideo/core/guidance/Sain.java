package org.zvideo.core.guidance;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;

/**
 * Scaled adaptive instance normalization of the initial noise, Eq. 15–17: x = f_c − w·μ_c + w·μ_s with w = e^{−KL}.
 * The paper prints e^{+KL}; its text and Table IV only agree with the minus sign (METHOD.md §5).
 *
 * @param mode  how the weight w comes about
 * @param scope where the noise is adjusted when styles have regions
 */
public record Sain(Mode mode, Scope scope) {
    private static final int BINS = 64;

    /** How the weight w comes about. */
    public enum Mode {
        /** w = e^{−KL}. */
        SAIN,
        /** w = 1. */
        MEAN,
        /** No adjustment. */
        NONE,
        /** w = e^{+KL}: the sign that the paper prints. */
        PAPER_SIGN
    }

    /** Where the noise is adjusted when styles have regions (METHOD.md §6). */
    public enum Scope {
        /** Everywhere alike. */
        GLOBAL,
        /** Each style where its mask is: what belongs to no style keeps its colors. */
        REGION
    }

    /**
     * What a style brings.
     *
     * @param noise  f_s [1, C, any, any]
     * @param lambda λ_n: its share among several styles
     * @param mask   in [0, 1] on the content's latent grid [1, 1, h, w]; null for everywhere
     */
    public record StyleNoise(Tensor noise, double lambda, Tensor mask) {}

    /**
     * What the adjustment takes from a content. One frame's may be held for the frames after it, so that a change of light
     * in the film does not move their colors.
     *
     * @param weight w; 0 where nothing is adjusted
     * @param mean   μ_c [1, C, 1, 1]
     */
    public record Content(double weight, Tensor mean) {}

    /** Histograms of content (q) and styles (p), smoothed and normalized, and KL = Σ p ln(p/q). */
    public record Divergence(double[] p, double[] q, double kl) {}

    /**
     * Adjusts the content's noise.
     *
     * @param content f_c [1, C, h, w]
     * @return x [1, C, h, w]
     */
    public Tensor apply(Tensor content, List<StyleNoise> styles) {
        return apply(content, styles, of(content, styles));
    }

    /**
     * Adjusts the content's noise with w and μ_c of another content: x = f_c + w·(μ_s − μ_c).
     *
     * @param content f_c [1, C, h, w]
     * @param held    what is taken from the other one
     * @return x [1, C, h, w]
     */
    public Tensor apply(Tensor content, List<StyleNoise> styles, Content held) {
        if (held.weight() == 0) {
            return content;
        }
        boolean everywhere = scope == Scope.GLOBAL || styles.stream().allMatch(style -> style.mask() == null);
        return content.add(Ops.times(
                everywhere ? shift(held.mean(), styles) : regionalShift(content, held.mean(), styles), held.weight()));
    }

    /**
     * What the adjustment takes from a content.
     *
     * @param content f_c [1, C, h, w]
     */
    public Content of(Tensor content, List<StyleNoise> styles) {
        return new Content(weight(content, styles), Ops.mean(content, 2, 3));
    }

    /** μ_s − μ_c [1, C, 1, 1], μ_s the λ-weighted mean over the styles. */
    private static Tensor shift(Tensor own, List<StyleNoise> styles) {
        double sum = sum(styles);
        Tensor shift = Ops.times(own, -1);
        for (StyleNoise style : styles) {
            shift = shift.add(Ops.mean(style.noise(), 2, 3), new Scalar(style.lambda() / sum));
        }
        return shift;
    }

    /**
     * The same at each place of the latent with λ_n·m_n in λ_n's stead, times min(1, Σ m_n) [1, C, h, w]: where masks
     * of several styles meet they share, where none is nothing moves, and masks that are 1 everywhere give the global
     * shift.
     */
    private static Tensor regionalShift(Tensor content, Tensor own, List<StyleNoise> styles) {
        Tensor zero = Ops.times(content.narrow(1, 0, 1), 0); // [1, 1, h, w]
        Tensor moved = Ops.times(content, 0);
        Tensor weights = zero;
        Tensor covered = zero;
        for (StyleNoise style : styles) {
            Tensor mask = style.mask() == null ? zero.add(new Scalar(1.0)) : style.mask();
            Tensor weight = Ops.times(mask, style.lambda());
            moved = moved.add(Ops.mean(style.noise(), 2, 3).sub(own).mul(weight));
            weights = weights.add(weight);
            covered = covered.add(mask);
        }
        Tensor share = covered.minimum(zero.add(new Scalar(1.0))).div(weights);
        return moved.mul(share.masked_fill(weights.eq(new Scalar(0.0)), new Scalar(0.0)));
    }

    /** w (Eq. 16/17); 0 where nothing is adjusted. */
    public double weight(Tensor content, List<StyleNoise> styles) {
        if (styles.isEmpty()) {
            return 0;
        }
        return switch (mode) {
            case NONE -> 0;
            case MEAN -> 1;
            case SAIN -> Math.exp(-divergence(content, styles).kl());
            case PAPER_SIGN -> Math.exp(divergence(content, styles).kl());
        };
    }

    /** The Kullback–Leibler divergence of the styles' noise from the content's over 64 equal bins. */
    public static Divergence divergence(Tensor content, List<StyleNoise> styles) {
        double[] c = Ops.doubles(content);
        List<double[]> s =
                styles.stream().map(style -> Ops.doubles(style.noise())).toList();
        double low = Math.min(
                Arrays.stream(c).min().orElseThrow(),
                s.stream().flatMapToDouble(Arrays::stream).min().orElseThrow());
        double high = Math.max(
                Arrays.stream(c).max().orElseThrow(),
                s.stream().flatMapToDouble(Arrays::stream).max().orElseThrow());
        double sum = sum(styles);
        double[] q = histogram(c, low, high);
        double[] p = new double[BINS];
        for (int n = 0; n < styles.size(); n++) {
            double[] one = histogram(s.get(n), low, high);
            for (int bin = 0; bin < BINS; bin++) {
                p[bin] += styles.get(n).lambda() / sum * one[bin];
            }
        }
        double kl = 0;
        for (int bin = 0; bin < BINS; bin++) {
            kl += p[bin] * Math.log(p[bin] / q[bin]);
        }
        return new Divergence(p, q, kl);
    }

    private static double sum(List<StyleNoise> styles) {
        return styles.stream().mapToDouble(StyleNoise::lambda).sum();
    }

    /** The share of each of the equal bins on [low, high], the last one closed, after adding one to each count. */
    private static double[] histogram(double[] values, double low, double high) {
        double[] counts = new double[BINS];
        Arrays.fill(counts, 1);
        for (double value : values) {
            int bin = high > low ? (int) ((value - low) / (high - low) * BINS) : 0;
            counts[Math.min(bin, BINS - 1)]++;
        }
        double total = values.length + BINS;
        return Arrays.stream(counts).map(count -> count / total).toArray();
    }
}
