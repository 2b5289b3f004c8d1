package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zvideo.cli.terminal.Cancellation;

/**
 * What the documents are, besides commands that work ({@link DocsTest}). Oracle: the program's own model of its options, the
 * files of the repository, and a limit on the length of the README.
 */
class PagesTest {
    private static final Path ROOT = Run.TESTDATA.toAbsolutePath().getParent();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final int README_LINES = 120;

    @Test
    void optionsAreThoseOfTheProgram() throws IOException {
        assertEquals(
                output("man", "--markdown"),
                Files.readString(ROOT.resolve("docs/options.md")),
                "docs/options.md is out of date. Build, then write it again:"
                        + " cli/target/zvideo/bin/zvideo man --markdown >docs/options.md");
    }

    @Test
    void theReadmeIsShort() throws IOException {
        try (Stream<String> lines = Files.lines(ROOT.resolve("README.md"))) {
            long count = lines.count();
            assertTrue(count <= README_LINES, count + " lines, at most " + README_LINES);
        }
    }

    /** Also headings: {@code file.md#heading} as GitHub names it. */
    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                String[] parts = link.group(1).split("#", 2);
                if (!link.group(1).matches("[a-z]+:.*")) {
                    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
                    if (!Files.exists(target)
                            || parts.length == 2 && !anchors(target).contains(parts[1])) {
                        broken.add(ROOT.relativize(page) + ": " + link.group(1));
                    }
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    /** A tag can be moved to other code, a commit cannot. */
    @Test
    void actionsAreNamedByTheirCommits() throws IOException {
        List<String> named = new ArrayList<>();
        try (Stream<Path> workflows = Files.list(ROOT.resolve(".github/workflows"))) {
            for (Path workflow : workflows.toList()) {
                named.addAll(Files.readAllLines(workflow).stream()
                        .filter(line -> line.contains("uses:"))
                        .toList());
            }
        }
        assertTrue(named.size() > 5, named.toString());
        assertEquals(
                List.of(),
                named.stream()
                        .filter(line -> !line.matches(".* uses: [\\w./-]+@[0-9a-f]{40} # v[0-9.]+"))
                        .toList());
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> anchors(Path page) throws IOException {
        try (Stream<String> lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ ", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-'))
                    .collect(Collectors.toSet());
        }
    }

    private static String output(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertEquals(0, Main.run(new Cancellation(), arguments));
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
