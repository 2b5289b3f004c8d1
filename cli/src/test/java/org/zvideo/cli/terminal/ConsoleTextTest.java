package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: what a console of that code page shows, and the signs in the texts of all modules. */
class ConsoleTextTest {
    private static final Path ROOT =
            Path.of(System.getProperty("zvideo.testdata")).toAbsolutePath().getParent();
    private static final Pattern LITERAL = Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"");

    private static Set<String> signs() throws IOException {
        Set<String> signs = new TreeSet<>();
        for (String module : new String[] {"core", "video", "server", "cli"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    try {
                        Matcher literal = LITERAL.matcher(Files.readString(file));
                        while (literal.find()) {
                            literal.group()
                                    .codePoints()
                                    .filter(c -> c > 127)
                                    .forEach(c -> signs.add(Character.toString(c)));
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
        return signs;
    }

    @ParameterizedTest
    @ValueSource(strings = {"IBM437", "IBM850", "windows-1252", "US-ASCII", "windows-31j"})
    void everySignOfOurTextsHasAForm(String page) throws IOException {
        Set<String> signs = signs();
        assertTrue(signs.contains("…") && signs.contains("λ"), signs.toString());
        Charset charset = Charset.forName(page);
        for (String sign : signs) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            PrintWriter writer = new ConsoleText(charset).writer(bytes);
            writer.print("frame 3" + sign + "7");
            writer.flush();
            String shown = bytes.toString(charset);
            assertFalse(shown.contains("?") || shown.contains("\ufffd"), sign + " is shown as " + shown);
        }
    }

    @Test
    void whatTheConsoleHasStays() {
        assertEquals("Grüße · ½", new ConsoleText(Charset.forName("IBM437")).encodable("Grüße · ½"));
        assertEquals("a – b 東", new ConsoleText(StandardCharsets.UTF_8).encodable("a – b 東"));
        assertEquals("a - b ?", new ConsoleText(Charset.forName("IBM437")).encodable("a – b 東"));
        assertEquals("?", new ConsoleText(StandardCharsets.US_ASCII).encodable("👩"), "one for a sign of two units");
    }

    @Test
    void whatATerminalObeysIsPassedOnInHelp() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintWriter writer = new ConsoleText(StandardCharsets.US_ASCII).writer(bytes);
        writer.println("\u001b[1mλ\u001b[0m");
        assertEquals("\u001b[1mlambda\u001b[0m" + System.lineSeparator(), bytes.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void theCharsetIsTheOneOfTheStream() {
        String before = System.getProperty("stdout.encoding");
        try {
            System.setProperty("stdout.encoding", "IBM850");
            assertEquals(Charset.forName("IBM850"), ConsoleText.of("stdout").charset());
            System.setProperty("stdout.encoding", "no charset");
            assertEquals(Charset.defaultCharset(), ConsoleText.of("stdout").charset());
        } finally {
            if (before == null) {
                System.clearProperty("stdout.encoding");
            } else {
                System.setProperty("stdout.encoding", before);
            }
        }
    }
}
