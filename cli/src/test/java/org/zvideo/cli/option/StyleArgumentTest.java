package org.zvideo.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/** Oracle: the rules of names of two systems, of which one lets no name but a drive's hold a colon. */
class StyleArgumentTest {
    @ParameterizedTest
    @CsvSource({
        "a.jpg, a.jpg,",
        "a.jpg:1.4, a.jpg, 1.4",
        "'C:\\a.jpg', 'C:\\a.jpg',",
        "'C:\\a.jpg:1.4', 'C:\\a.jpg', 1.4",
        "'C:\\x y\\a.jpg:2', 'C:\\x y\\a.jpg', 2",
        "'\\\\server\\share\\a.jpg:0.5', '\\\\server\\share\\a.jpg', 0.5"
    })
    void onWindowsTheNumberIsSplitOffFirst(String text, String file, Double lambda) throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            assertStyle(windows, text, file, lambda);
        }
    }

    @Test
    void onWindowsAColonElsewhereIsNoName() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            assertThrows(TypeConversionException.class, () -> new StyleArgument.Converter(windows).convert("a.jpg:x"));
        }
    }

    @Test
    void onUnixAFileOfTheWholeNameComesFirst() throws IOException {
        try (FileSystem unix = Jimfs.newFileSystem(Configuration.unix())) {
            assertStyle(unix, "a.jpg:1.4", "a.jpg", 1.4);
            Files.createFile(unix.getPath("a.jpg:1.4"));
            assertStyle(unix, "a.jpg:1.4", "a.jpg:1.4", null);
            assertStyle(unix, "b:c.jpg", "b:c.jpg", null);
        }
    }

    private static void assertStyle(FileSystem files, String text, String file, Double lambda) {
        StyleArgument read = new StyleArgument.Converter(files).convert(text);
        assertEquals(files.getPath(file), read.file(), text);
        assertEquals(lambda == null ? OptionalDouble.empty() : OptionalDouble.of(lambda), read.lambda(), text);
    }
}
