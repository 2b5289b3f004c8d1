package org.zvideo.video.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished row.
 *
 * @param table the paper's table
 * @param id names its files
 * @param label for people
 * @param measures means over the cells, by name
 * @param paper the paper's numbers, by their names in its table
 * @param cells the single measurements
 */
public record StudyRow(
        String table,
        String id,
        String label,
        Map<String, Double> measures,
        Map<String, Double> paper,
        List<Cell> cells) {
    /** The measurements of a content with a style. */
    public Optional<Cell> cell(String content, String style) {
        return cells.stream()
                .filter(cell -> cell.content().equals(content) && cell.style().equals(style))
                .findFirst();
    }

    /**
     * One content with one style.
     *
     * @param content name of the content
     * @param style name of the style
     * @param measures by name
     * @param picture file in the study's folder that shows the result
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cell(String content, String style, Map<String, Double> measures, String picture) {}
}
