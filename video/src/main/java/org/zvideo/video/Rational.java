package org.zvideo.video;

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
