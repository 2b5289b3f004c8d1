package org.zvideo.cli.option;

import org.zvideo.core.analysis.Analysis.Point;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code X,Y}. */
public final class PointConverter implements ITypeConverter<Point> {
    @Override
    public Point convert(String text) {
        if (!text.matches("\\d{1,6},\\d{1,6}")) {
            throw new TypeConversionException("'" + text + "': expected X,Y in pixels, like 120,80");
        }
        int comma = text.indexOf(',');
        return new Point(Integer.parseInt(text.substring(0, comma)), Integer.parseInt(text.substring(comma + 1)));
    }
}
