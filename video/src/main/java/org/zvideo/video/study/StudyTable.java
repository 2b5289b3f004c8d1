package org.zvideo.video.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plot.ContactSheet;

/**
 * The rows of one of the paper's tables next to the paper's numbers, as CSV, JSON, Markdown and a contact sheet.
 * Absolute numbers cannot be compared (METHOD.md §8), but the order of rows can: whether a row lies above the one that the paper
 * has right below it.
 *
 * @param stands the measure that corresponds to each name of the paper
 */
public record StudyTable(List<StudyRow> rows, Map<String, String> stands) {
    private static final int CELL = 160;

    /** Writes {@code NAME.csv}, {@code NAME.json}, {@code NAME.md} and {@code NAME.jpg}. */
    public void write(StudyFolder folder, String name) {
        folder.write(name + ".csv", lines(",", "", "").getBytes(StandardCharsets.UTF_8));
        folder.write(name + ".md", markdown().getBytes(StandardCharsets.UTF_8));
        try {
            folder.write(
                    name + ".json",
                    new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsBytes(Map.of("version", 1, "rows", rows)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        folder.write(
                name + ".jpg", StillImage.encode(sheet(folder), folder.path().resolve(name + ".jpg")));
    }

    /** The table in Markdown. */
    public String markdown() {
        return lines(" | ", "| ", " |");
    }

    private String lines(String separator, String start, String end) {
        StringBuilder text = new StringBuilder();
        List<String> header = header();
        text.append(start).append(String.join(separator, header)).append(end).append('\n');
        if (!start.isEmpty()) {
            text.append("|").append("---|".repeat(header.size())).append('\n');
        }
        for (StudyRow row : rows) {
            text.append(start)
                    .append(String.join(separator, values(row)))
                    .append(end)
                    .append('\n');
        }
        return text.toString();
    }

    private List<String> header() {
        List<String> names = new ArrayList<>(List.of("row"));
        names.addAll(measures());
        for (String paper : rows.get(0).paper().keySet()) {
            names.add("paper " + paper);
            names.add(paper + " in the paper's order");
        }
        if (gate().isPresent()) {
            names.add("gate");
        }
        return names;
    }

    private List<String> values(StudyRow row) {
        List<String> values = new ArrayList<>(List.of(row.label()));
        for (String measure : measures()) {
            Double value = row.measures().get(measure);
            values.add(value == null ? "" : String.format(Locale.ROOT, "%.4g", value));
        }
        for (String paper : rows.get(0).paper().keySet()) {
            Double value = row.paper().get(paper);
            values.add(value == null ? "" : value.toString());
            values.add(order(row, paper));
        }
        gate().ifPresent(gate -> values.add(verdict(gate, row)));
        return values;
    }

    /** The measures of all rows; some cannot be taken of each. */
    private Set<String> measures() {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.measures().keySet()));
        return names;
    }

    private Optional<Gate> gate() {
        return Gate.of(rows);
    }

    private static String verdict(Gate gate, StudyRow row) {
        if (gate.isYardstick(row)) {
            return "";
        }
        String words = gate.passes(row) ? "passes" : "fails: " + String.join("; ", gate.failing(row));
        return ClipRows.isSham(row) ? words + (gate.passes(row) ? " (must fail)" : " (as it must)") : words;
    }

    /**
     * {@code yes} if a row lies above the row that the paper has right below it, {@code no} if not; empty for the lowest row and
     * those of which the paper has no number.
     */
    private String order(StudyRow row, String paper) {
        Double theirs = row.paper().get(paper);
        Double ours = row.measures().get(stands.get(paper));
        Optional<StudyRow> neighbor = rows.stream()
                .filter(other -> other.paper().containsKey(paper)
                        && theirs != null
                        && other.paper().get(paper) < theirs)
                .max(Comparator.comparingDouble(other -> other.paper().get(paper)));
        Double below =
                neighbor.map(other -> other.measures().get(stands.get(paper))).orElse(null);
        if (ours == null || below == null) {
            return "";
        }
        return (ours > below ? "yes: above " : "no: not above ")
                + neighbor.get().label();
    }

    private RgbImage sheet(StudyFolder folder) {
        List<String> headings = rows.get(0).cells().stream()
                .map(cell -> cell.content() + ", " + cell.style())
                .toList();
        ContactSheet sheet = new ContactSheet(headings, CELL);
        for (StudyRow row : rows) {
            Map<String, RgbImage> pictures = new LinkedHashMap<>();
            for (StudyRow.Cell cell : row.cells()) {
                pictures.put(
                        cell.picture(), StillImage.read("result", folder.path().resolve(cell.picture())));
            }
            sheet.row(row.label(), List.copyOf(pictures.values()));
        }
        return sheet.image();
    }
}
