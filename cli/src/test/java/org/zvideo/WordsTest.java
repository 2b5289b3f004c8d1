package org.zvideo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Oracle: the list words.txt, over sources, messages and documents. Spelling mistakes are codespell's business. */
class WordsTest {
    private static final String LIST = "cli/src/test/resources/org/zvideo/words.txt";

    @Test
    void sourcesAndDocumentsKeepToTheList() throws IOException {
        Map<String, String> texts = new TreeMap<>(Sources.inRoot());
        texts.putAll(Sources.below("core/src", "video/src", "server/src", "cli/src", "docs", ".github"));
        texts.remove(LIST);
        texts.remove("docs/options.md"); // made from the sources
        List<String> failures = new ArrayList<>();
        for (Rule rule : rules()) {
            List<String> places = new ArrayList<>();
            texts.forEach((file, text) -> {
                for (Matcher found = rule.pattern.matcher(text); found.find(); ) {
                    places.add(file + ":" + line(text, found.start()) + ": '" + found.group() + "'");
                }
            });
            if (places.size() > rule.allowed) {
                failures.add("\n%d times instead of %d, write '%s':\n%s"
                        .formatted(places.size(), rule.allowed, rule.better, String.join("\n", places)));
            }
        }
        assertEquals(List.of(), failures);
    }

    private static long line(String text, int position) {
        return text.substring(0, position).lines().count() + (text.charAt(Math.max(position - 1, 0)) == '\n' ? 1 : 0);
    }

    private static List<Rule> rules() throws IOException {
        try (InputStream in = WordsTest.class.getResourceAsStream("words.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Rule::of)
                    .toList();
        }
    }

    private record Rule(int allowed, Pattern pattern, String better) {
        static Rule of(String line) {
            int first = line.indexOf(" | ");
            int last = line.lastIndexOf(" | ");
            return new Rule(
                    Integer.parseInt(line.substring(0, first)),
                    Pattern.compile(line.substring(first + 3, last), Pattern.CASE_INSENSITIVE),
                    line.substring(last + 3));
        }
    }
}
