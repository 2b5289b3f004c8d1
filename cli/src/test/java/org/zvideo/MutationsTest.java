package org.zvideo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The list of mutations, which takes an hour to run, fits the sources that it changes and the tests that it names. Oracle: the
 * sources, and the rows of docs/reliability.md.
 */
class MutationsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("zvideo.testdata")).toAbsolutePath().getParent();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d\\d(?:(?:–|, )\\d\\d)?) \\|");
    /** Power cuts and clusters. */
    private static final Set<String> OUT_OF_SCOPE = Set.of("57", "75");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void everyMutationHasItsPlaceAndItsTest() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        for (String module : List.of("core", "video", "cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    tests.put(
                            module + " " + file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        List<String> wrong = new ArrayList<>();
        for (JsonNode mutation : mutations()) {
            String row = mutation.path("row").asText() + ": ";
            String text = Files.readString(ROOT.resolve(mutation.path("file").asText()));
            String old = mutation.path("old").asText();
            if (text.indexOf(old) < 0 || text.indexOf(old) != text.lastIndexOf(old)) {
                wrong.add(row + "the text that is changed does not occur once");
            }
            String[] test = mutation.path("test").asText().split("#");
            String source = tests.get(mutation.path("module").asText() + " " + test[0]);
            if (source == null) {
                wrong.add(row + "no test " + test[0]);
            } else if (test.length > 1) {
                for (String method : test[1].split("\\+")) {
                    if (!source.contains("void " + method + "(")) {
                        wrong.add(row + "no test " + test[0] + "." + method);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyRowHasOneAndTheTableSaysThatItWasNoticed() throws IOException {
        Set<String> rows = ROW.matcher(Files.readString(ROOT.resolve("docs/reliability.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        rows.removeAll(OUT_OF_SCOPE);
        mutations().forEach(mutation -> rows.remove(mutation.path("row").asText()));
        assertEquals(Set.of(), rows, "rows without a mutation");
        String table = Files.readString(ROOT.resolve("docs/mutations.md"));
        for (JsonNode mutation : mutations()) {
            String row = mutation.path("row").asText();
            assertTrue(
                    Pattern.compile("(?m)^\\| " + Pattern.quote(row) + " \\|.*\\| red \\|$")
                            .matcher(table)
                            .find(),
                    row);
        }
    }

    private List<JsonNode> mutations() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("testdata/mutations/mutations.jsonl"))) {
            all.add(json.readTree(line));
        }
        return all;
    }
}
