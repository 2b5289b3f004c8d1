package org.zvideo.cli.option;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.zvideo.video.Rational;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads pictures per second: {@code 25}, {@code 30000/1001}, {@code 12.5}. The rounded names of television's rates, such as
 * {@code 29.97}, mean the rates themselves; any other decimal number is taken exactly.
 */
public final class RateConverter implements ITypeConverter<Rational> {
    private static final int[] TELEVISION = {24, 30, 48, 60, 120};
    private static final int LEAST_DIGITS = 2; // with one, 30.0 would round like 29.97

    @Override
    public Rational convert(String text) {
        if (text.matches("[1-9]\\d{0,5}(/[1-9]\\d{0,5})?")) {
            String[] parts = text.split("/");
            return new Rational(Integer.parseInt(parts[0]), parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
        }
        if (text.matches("\\d{1,6}\\.\\d{1,6}") && new BigDecimal(text).signum() > 0) {
            return decimal(new BigDecimal(text));
        }
        throw new TypeConversionException("'" + text + "': expected "
                + (NumberConverter.meansNumber(text)
                        ? "a number " + NumberConverter.like(text)
                        : "a number like 25, 29.97 or 30000/1001"));
    }

    private static Rational decimal(BigDecimal rate) {
        for (int whole : TELEVISION) {
            BigDecimal exact = new BigDecimal(whole * 1000).divide(new BigDecimal(1001), MathContext.DECIMAL64);
            if (rate.scale() >= LEAST_DIGITS
                    && exact.setScale(rate.scale(), RoundingMode.HALF_UP).compareTo(rate) == 0) {
                return new Rational(whole * 1000, 1001);
            }
        }
        BigInteger power = BigInteger.TEN.pow(rate.scale());
        BigInteger divisor = rate.unscaledValue().gcd(power);
        try {
            return new Rational(
                    rate.unscaledValue().divide(divisor).intValueExact(),
                    power.divide(divisor).intValueExact());
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + rate + "': expected a number of fewer digits, like 29.97");
        }
    }
}
