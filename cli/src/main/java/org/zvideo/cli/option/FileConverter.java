package org.zvideo.cli.option;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.zvideo.video.request.LocalFiles;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the name of a file. An address is recognized as it was typed: as a path it would have lost a slash, and the message
 * would show what nobody wrote.
 */
public final class FileConverter implements ITypeConverter<Path> {
    private static final String ADDRESS = "[a-zA-Z][a-zA-Z0-9+.-]+://.*";

    @Override
    public Path convert(String text) {
        return path(text);
    }

    /**
     * For lists without an option's name, where picocli takes a value that is refused here for one that belongs to nothing. What
     * reads such files refuses addresses.
     */
    public static final class OfList implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            return local(text);
        }
    }

    static Path local(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is not a file name");
        }
    }

    static boolean isAddress(String text) {
        return text.matches(ADDRESS);
    }

    /** The file of that name. */
    static Path path(String text) {
        Path file = local(text);
        if (isAddress(text) && !Files.exists(file)) {
            throw new TypeConversionException("'" + text + "': " + LocalFiles.REMEDY);
        }
        return file;
    }
}
