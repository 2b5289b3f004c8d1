package org.zvideo.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;

/**
 * How far each style of a shot is reached at a frame, so that one can fade into another. The logits of a style are raised by the
 * logarithm of its share over the largest share, and SAIN weights it by the same ratio. A style of share 0 is left out, and
 * styles of equal shares act like styles that are mixed without a fade.
 *
 * <p>A logarithm, because λ cannot fade: a style with λ = 0 is still attended to, everywhere alike.
 *
 * @param shares 0 to 1 for each style in their order, one of them more than 0; none where all act in full
 */
public record StyleMix(List<Double> shares) {
    /** All styles act in full. */
    public static final StyleMix FULL = new StyleMix(List.of());

    public StyleMix {
        shares = List.copyOf(shares);
        for (double share : shares) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share " + share + " of a style: expected 0 to 1");
            }
        }
        if (!shares.isEmpty() && shares.stream().allMatch(share -> share == 0)) {
            throw new IllegalArgumentException("no style has a share");
        }
    }

    /** Whether all styles act in full, however many there are. */
    public boolean full() {
        return shares.isEmpty();
    }

    /** Whether each style acts in full or not at all: nothing fades. */
    public boolean rests() {
        return shares.stream().allMatch(share -> share == 0 || share == 1);
    }

    /** Half the sum of the differences to another mix of the same styles, each with shares that add up to 1: 0 to 1. */
    public double distance(StyleMix other) {
        if (full() || other.full()) {
            return 0;
        }
        double sum = sum();
        double otherSum = other.sum();
        return IntStream.range(0, shares.size())
                        .mapToDouble(n -> Math.abs(shares.get(n) / sum - other.shares.get(n) / otherSum))
                        .sum()
                / 2;
    }

    private double sum() {
        return shares.stream().mapToDouble(share -> share).sum();
    }

    /** What belongs to the styles that act, in their order. */
    <T> List<T> acting(List<T> ofStyles) {
        requireOnePerStyle(ofStyles.size());
        return full()
                ? ofStyles
                : IntStream.range(0, shares.size())
                        .filter(n -> shares.get(n) > 0)
                        .mapToObj(ofStyles::get)
                        .toList();
    }

    private void requireOnePerStyle(int styles) {
        if (!full() && shares.size() != styles) {
            throw new IllegalArgumentException(
                    shares.size() + " shares for " + styles + " styles: expected one per style");
        }
    }

    /**
     * The weights of the styles that act, in their order: the share of each over the largest one.
     *
     * @param styles number of all styles
     */
    List<Double> weights(int styles) {
        requireOnePerStyle(styles);
        double most = shares.stream().mapToDouble(share -> share).max().orElse(1);
        return full()
                ? Collections.nCopies(styles, 1.0)
                : shares.stream()
                        .filter(share -> share > 0)
                        .map(share -> share / most)
                        .toList();
    }

    /**
     * Planes for all styles from those of the styles that act.
     *
     * @param acting in their order; none where one style acts everywhere
     */
    List<FloatPlane> spread(List<FloatPlane> acting, FrameGeometry size) {
        if (full()) {
            return acting;
        }
        List<FloatPlane> planes = new ArrayList<>();
        int next = 0;
        for (double share : shares) {
            boolean given = share > 0 && !acting.isEmpty();
            planes.add(given ? acting.get(next++) : constant(share > 0 ? 1 : 0, size));
        }
        return planes;
    }

    private static FloatPlane constant(float value, FrameGeometry size) {
        float[] values = new float[size.width() * size.height()];
        Arrays.fill(values, value);
        return new FloatPlane(size.width(), size.height(), values);
    }
}
