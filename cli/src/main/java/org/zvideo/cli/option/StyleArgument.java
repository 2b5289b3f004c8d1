package org.zvideo.cli.option;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A style picture with its λ: {@code FILE} or {@code FILE:1.5}. The text after the colon is λ only if no file has the
 * whole name.
 */
public record StyleArgument(Path file, OptionalDouble lambda) {
    public static final class Converter implements ITypeConverter<StyleArgument> {
        private final FileSystem files;

        public Converter() {
            this(FileSystems.getDefault());
        }

        /** Reads names of another file system. */
        Converter(FileSystem files) {
            this.files = files;
        }

        @Override
        public StyleArgument convert(String text) {
            int colon = text.lastIndexOf(':');
            // On some systems no name holds a colon, but that of a drive: the whole text need not be a name at all.
            if (colon <= 0 || exists(text)) {
                return whole(text);
            }
            String lambda = text.substring(colon + 1);
            if (NumberConverter.meansNumber(lambda)) {
                throw new TypeConversionException(
                        "'" + text + "': expected a number " + NumberConverter.like(lambda) + " after the colon");
            }
            try {
                return new StyleArgument(
                        FileConverter.local(files, text.substring(0, colon)),
                        OptionalDouble.of(NumberConverter.number(lambda)));
            } catch (NumberFormatException e) {
                return whole(text);
            }
        }

        private StyleArgument whole(String text) {
            return new StyleArgument(FileConverter.path(files, text), OptionalDouble.empty());
        }

        private boolean exists(String text) {
            try {
                return Files.exists(files.getPath(text));
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }
}
