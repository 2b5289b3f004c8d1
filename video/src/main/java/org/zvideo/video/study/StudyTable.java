package org.zvideo.video.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plot.ContactSheet;

/**
 * The rows of one of the paper's tables next to the paper's numbers, as CSV, JSON, Markdown and a contact sheet.
 * Absolute numbers cannot be compared (METHOD.md §8), but directions can: whether a row lies above or below the first
 * one, as in the paper.
 *
 * @param rows the first row is the one that the others are compared with
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
        names.addAll(rows.get(0).measures().keySet());
        for (String paper : rows.get(0).paper().keySet()) {
            names.add("paper " + paper);
            names.add(paper + " moves as in the paper");
        }
        return names;
    }

    private List<String> values(StudyRow row) {
        List<String> values = new ArrayList<>(List.of(row.label()));
        for (String measure : rows.get(0).measures().keySet()) {
            Double value = row.measures().get(measure);
            values.add(value == null ? "" : String.format(Locale.ROOT, "%.4g", value));
        }
        for (String paper : rows.get(0).paper().keySet()) {
            Double value = row.paper().get(paper);
            values.add(value == null ? "" : value.toString());
            values.add(direction(row, paper));
        }
        return values;
    }

    /** {@code yes}, {@code no}, or an empty text where the paper has no number or the same one. */
    private String direction(StudyRow row, String paper) {
        StudyRow first = rows.get(0);
        Double theirs = row.paper().get(paper);
        Double ours = row.measures().get(stands.get(paper));
        if (theirs == null || ours == null || theirs.equals(first.paper().get(paper))) {
            return "";
        }
        boolean up = theirs > first.paper().get(paper);
        return ours.equals(first.measures().get(stands.get(paper)))
                ? "no change"
                : up == ours > first.measures().get(stands.get(paper)) ? "yes" : "no";
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
