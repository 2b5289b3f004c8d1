package org.zvideo.cli.option;

import org.zvideo.video.request.StyleTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A style and when it is reached: {@code 1:02.5=FILE}, {@code cut:2=FILE:1.5}. */
public record StyleKeyArgument(StyleTime at, StyleArgument style) {
    private static final String CUT = "cut:";

    public static final class Converter implements ITypeConverter<StyleKeyArgument> {
        @Override
        public StyleKeyArgument convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new TypeConversionException(
                        "'" + text + "': expected a time and a style, like 12.5=art.jpg or cut:2=art.jpg");
            }
            return new StyleKeyArgument(
                    time(text.substring(0, equals)), new StyleArgument.Converter().convert(text.substring(equals + 1)));
        }

        private static StyleTime time(String text) {
            if (!text.startsWith(CUT)) {
                return new StyleTime.At(new TimeConverter().convert(text));
            }
            String number = text.substring(CUT.length());
            if (!number.matches("[1-9]\\d{0,8}")) {
                throw new TypeConversionException("'" + text + "': expected the number of a cut, from 1, like cut:2");
            }
            return new StyleTime.AtCut(Integer.parseInt(number));
        }
    }
}
