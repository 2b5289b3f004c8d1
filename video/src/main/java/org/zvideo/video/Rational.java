package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.av_reduce;

import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * An exact fraction: a time base or a frame rate.
 *
 * @param numerator any integer
 * @param denominator positive; 0 means unknown
 */
public record Rational(int numerator, int denominator) {
    static Rational of(AVRational rational) {
        return new Rational(rational.num(), rational.den());
    }

    AVRational toFfmpeg() {
        AVRational rational = new AVRational();
        rational.num(numerator);
        rational.den(denominator);
        return rational;
    }

    Rational inverse() {
        return new Rational(denominator, numerator);
    }

    /**
     * The nearest fraction whose terms do not exceed a bound; this one, reduced, if its own do not.
     *
     * @param largest 1 or more
     */
    Rational within(int largest) {
        int[] numeratorOfNearest = new int[1];
        int[] denominatorOfNearest = new int[1];
        av_reduce(numeratorOfNearest, denominatorOfNearest, numerator, denominator, largest);
        return new Rational(numeratorOfNearest[0], denominatorOfNearest[0]);
    }

    public boolean known() {
        return numerator > 0 && denominator > 0;
    }

    public double value() {
        return numerator / (double) denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
