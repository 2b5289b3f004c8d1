package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What docs/ablation.md says of the order of its rows. Oracle: the numbers in its own tables. */
class AblationPageTest {
    private static final String WITHOUT = "w/o con.";
    private static final String ATTENTION = "+ attention";
    private static final String OURS = "ours, x0 gradient";

    @Test
    void rowsOfPicturesLieWhereTheTableSays() throws IOException {
        List<Map<String, String>> rows = table("## Table IV");
        assertEquals(20, rows.size());
        for (String paper : List.of("L_c", "L_s")) {
            String measure = paper.equals("L_c") ? "contentVae" : "style";
            List<Map<String, String>> compared = rows.stream()
                    .filter(row -> !row.get("paper " + paper).isEmpty())
                    .toList();
            for (Map<String, String> row : compared) {
                String told = row.get(paper + " in the paper's order");
                Optional<Map<String, String>> below = compared.stream()
                        .filter(other -> told.endsWith("above " + other.get("row")))
                        .findFirst();
                assertEquals(
                        compared.stream()
                                .map(other -> number(other, "paper " + paper))
                                .filter(value -> value < number(row, "paper " + paper))
                                .max(Comparator.naturalOrder()),
                        below.map(other -> number(other, "paper " + paper)),
                        row.get("row"));
                below.ifPresent(other -> assertTrue(
                        (told.startsWith("yes") ? 1 : -1) * (number(row, measure) - number(other, measure)) >= 0,
                        row.get("row")));
            }
            assertTrue(page().contains(alike(compared, paper, measure)), alike(compared, paper, measure));
        }
    }

    /** How many of all pairs that differ in the paper lie the same way, as the page words it. */
    private static String alike(List<Map<String, String>> rows, String paper, String measure) {
        int pairs = 0;
        int alike = 0;
        for (Map<String, String> row : rows) {
            for (Map<String, String> other : rows) {
                if (number(row, "paper " + paper) < number(other, "paper " + paper)) {
                    pairs++;
                    alike += number(row, measure) < number(other, measure) ? 1 : 0;
                }
            }
        }
        return alike + " of " + pairs + " pairs";
    }

    @Test
    void rowsOfClipsLieInThePapersOrder() throws IOException {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        table("## Table III").forEach(row -> rows.put(row.get("row"), row));
        for (String measure : List.of("Diff", "pixel variance")) {
            List<Double> falling = List.of(
                    number(rows.get(WITHOUT), measure),
                    number(rows.get(ATTENTION), measure),
                    number(rows.get(OURS), measure));
            assertTrue(falling.get(0) >= falling.get(1) && falling.get(1) > falling.get(2), measure + " " + falling);
        }
    }

    private static String page() throws IOException {
        return Files.readString(
                Run.TESTDATA.toAbsolutePath().getParent().resolve("docs").resolve("ablation.md"));
    }

    /** The rows of the first table after a heading, by the names of their columns. */
    private static List<Map<String, String>> table(String heading) throws IOException {
        String after = page().substring(page().indexOf(heading));
        List<List<String>> lines = after.lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(2, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int n = 0; n < lines.get(0).size(); n++) {
                row.put(lines.get(0).get(n), line.get(n));
            }
            rows.add(row);
        }
        return rows;
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
