package org.zvideo.video.plot;

import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/** Rows of pictures with a label for each row and a heading for each column. */
public final class ContactSheet {
    private static final int LABEL = 150;
    private static final int GAP = 6;

    private final List<String> headings;
    private final int cell;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String label, List<RgbImage> pictures) {
        private int height() {
            return pictures.stream().mapToInt(RgbImage::height).max().orElse(0);
        }
    }

    /**
     * Starts an empty sheet.
     *
     * @param headings headings of the columns
     * @param cell width of a picture in pixels
     */
    public ContactSheet(List<String> headings, int cell) {
        this.headings = List.copyOf(headings);
        this.cell = cell;
    }

    /** Adds a row. Pictures keep their aspect ratio and are scaled to the width of a cell. */
    public void row(String label, List<RgbImage> pictures) {
        rows.add(new Row(
                label,
                pictures.stream()
                        .map(picture -> StillImage.resized(
                                picture,
                                cell,
                                Math.max(1, Math.round((float) picture.height() * cell / picture.width()))))
                        .toList()));
    }

    /** The sheet as a picture. */
    public RgbImage image() {
        int line = new Drawing(1, 1).lineHeight();
        int top = headings.isEmpty() ? GAP : 2 * GAP + line;
        int height = top + rows.stream().mapToInt(row -> row.height() + GAP).sum();
        int left = rows.stream().allMatch(row -> row.label.isEmpty()) ? GAP : LABEL;
        Drawing drawing = new Drawing(left + (cell + GAP) * headings.size() + GAP, height);
        for (int n = 0; n < headings.size(); n++) {
            drawing.text(headings.get(n), left + n * (cell + GAP), GAP, cell);
        }
        int y = top;
        for (Row row : rows) {
            drawing.text(row.label, GAP, y + (row.height() - line) / 2, LABEL - 2 * GAP);
            for (int n = 0; n < row.pictures.size(); n++) {
                drawing.picture(row.pictures.get(n), left + n * (cell + GAP), y);
            }
            y += row.height() + GAP;
        }
        return drawing.image();
    }
}
