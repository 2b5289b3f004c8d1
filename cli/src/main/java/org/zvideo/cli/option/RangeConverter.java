package org.zvideo.cli.option;

import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 10-15}. */
final class RangeConverter {
    private RangeConverter() {}

    /** Layers, with both ends included. */
    static final class Layers implements ITypeConverter<LayerRange> {
        @Override
        public LayerRange convert(String text) {
            int[] ends = ends(text);
            return new LayerRange(ends[0], ends[1]);
        }
    }

    /** Steps, from the first to before the second. */
    static final class Steps implements ITypeConverter<StepRange> {
        @Override
        public StepRange convert(String text) {
            int[] ends = ends(text);
            return new StepRange(ends[0], ends[1]);
        }
    }

    private static int[] ends(String text) {
        if (!text.matches("\\d{1,4}-\\d{1,4}")) {
            throw new TypeConversionException("'" + text + "': expected two numbers like 10-15");
        }
        int dash = text.indexOf('-');
        int first = Integer.parseInt(text.substring(0, dash));
        int last = Integer.parseInt(text.substring(dash + 1));
        if (last < first) {
            throw new TypeConversionException("'" + text + "': the first number is larger than the second");
        }
        return new int[] {first, last};
    }
}
