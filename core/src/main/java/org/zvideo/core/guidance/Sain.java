package org.zvideo.core.guidance;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;

/**
 * Scaled adaptive instance normalisation of the initial noise, Eq. 15–17: x = f_c − w·μ_c + w·μ_s with w = e^{−KL}.
 * The paper prints e^{+KL}; its text and Table IV only agree with the minus sign (METHOD.md §5).
 */
public final class Sain {
    private static final int BINS = 64;

    /** How the weight w comes about. */
    public enum Mode {
        /** w = e^{−KL}. */
        SAIN,
        /** w = 1. */
        MEAN,
        /** No adjustment. */
        NONE,
        /** w = e^{+KL}, as the paper prints it. */
        PRINTED
    }

    /** Histograms of content (q) and styles (p), smoothed and normalised, and KL = Σ p ln(p/q). */
    public record Divergence(double[] p, double[] q, double kl) {
    }

    private Sain() {
    }

    /**
     * Adjusts the content's noise.
     *
     * @param content f_c [1, C, h, w]
     * @param styles  f_s of each style, any size
     * @param lambdas λ_n of each style: the shares of several
     * @return x [1, C, h, w]
     */
    public static Tensor apply(Tensor content, List<Tensor> styles, double[] lambdas, Mode mode) {
        double w = weight(content, styles, lambdas, mode);
        if (w == 0) {
            return content;
        }
        double sum = Arrays.stream(lambdas).sum();
        Tensor shift = Ops.times(Ops.mean(content, 2, 3), -1); // [1, C, 1, 1]
        for (int n = 0; n < lambdas.length; n++) {
            shift = shift.add(Ops.mean(styles.get(n), 2, 3), new org.bytedeco.pytorch.Scalar(lambdas[n] / sum));
        }
        return content.add(Ops.times(shift, w));
    }

    /** w (Eq. 16/17); 0 where nothing is adjusted. */
    public static double weight(Tensor content, List<Tensor> styles, double[] lambdas, Mode mode) {
        if (styles.isEmpty()) {
            return 0;
        }
        return switch (mode) {
            case NONE -> 0;
            case MEAN -> 1;
            case SAIN -> Math.exp(-divergence(content, styles, lambdas).kl());
            case PRINTED -> Math.exp(divergence(content, styles, lambdas).kl());
        };
    }

    /** The Kullback–Leibler divergence of the styles' noise from the content's over 64 equal bins. */
    public static Divergence divergence(Tensor content, List<Tensor> styles, double[] lambdas) {
        double[] c = Ops.doubles(content);
        List<double[]> s = styles.stream().map(Ops::doubles).toList();
        double low = Math.min(Arrays.stream(c).min().orElseThrow(),
                s.stream().flatMapToDouble(Arrays::stream).min().orElseThrow());
        double high = Math.max(Arrays.stream(c).max().orElseThrow(),
                s.stream().flatMapToDouble(Arrays::stream).max().orElseThrow());
        double sum = Arrays.stream(lambdas).sum();
        double[] q = histogram(c, low, high);
        double[] p = new double[BINS];
        for (int n = 0; n < lambdas.length; n++) {
            double[] one = histogram(s.get(n), low, high);
            for (int bin = 0; bin < BINS; bin++) {
                p[bin] += lambdas[n] / sum * one[bin];
            }
        }
        double kl = 0;
        for (int bin = 0; bin < BINS; bin++) {
            kl += p[bin] * Math.log(p[bin] / q[bin]);
        }
        return new Divergence(p, q, kl);
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
