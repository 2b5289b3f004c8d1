package org.zvideo.video.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.zvideo.core.Fidelity;
import org.zvideo.core.Shot;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.file.FileName;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.Sharpness;
import org.zvideo.video.report.StylePatches;

/**
 * Computes the rows of tables of pictures: every content with every style under a variant's settings; {@link ClipStudy} does so with clips. Pictures are measured by content, style
 * and sharpness; style and sharpness are those of {@link org.zvideo.video.report reports}.
 *
 * @param transfer the model to use
 * @param fidelity measures pictures
 * @param inputs contents and styles
 * @param folder keeps the pictures
 * @param listener is told about progress
 */
public record Study(
        StyleTransfer transfer, Fidelity fidelity, StudyInputs inputs, StudyFolder folder, Listener listener) {
    /** The name of the measure of style that needs no network. */
    public static final String STYLE = "style";

    static final String SHARPNESS_RATIO = "sharpnessRatio";

    /** Watches a study. */
    public interface Listener {
        /** Called when a piece of a row starts: a style, a picture or a frame. */
        FrameObserver begins(String what);
    }

    /** Computes a row of pictures with their content and style measures. */
    public StudyRow pictures(Variant variant) {
        return row(variant, inputs.pictures(), (content, style, prepared, with) -> {
            RgbImage source = StillImage.read("content", content);
            try (Shot shot = with.shot(List.of(prepared))) {
                RgbImage result = shot.next(source, listener.begins(StudyInputs.name(content, style)));
                return cell(variant, content, style, result, source, StillImage.readStyle(style));
            }
        });
    }

    /**
     * Computes a row without any transfer: the content, or the style stretched to the content's size, counts as the
     * result.
     */
    public StudyRow copies(Variant variant, boolean ofContent) {
        List<StudyRow.Cell> cells = new ArrayList<>();
        for (Path style : inputs.styles()) {
            RgbImage painting = StillImage.readStyle(style);
            for (Path content : inputs.pictures()) {
                RgbImage source = StillImage.read("content", content);
                RgbImage result = ofContent ? source : StillImage.resized(painting, source.width(), source.height());
                cells.add(cell(variant, content, style, result, source, painting));
            }
        }
        return finished(variant, cells);
    }

    /** Measures the pictures of another program. One of another size is scaled to that of its content. */
    public StudyRow others(Variant variant, OtherResults results) {
        List<StudyRow.Cell> cells = new ArrayList<>();
        for (Path style : inputs.styles()) {
            RgbImage painting = StillImage.readStyle(style);
            for (Path content : inputs.pictures()) {
                results.of(content, style).ifPresent(file -> {
                    RgbImage source = StillImage.read("content", content);
                    RgbImage result =
                            StillImage.resized(StillImage.read("result", file), source.width(), source.height());
                    cells.add(cell(variant, content, style, result, source, painting));
                });
            }
        }
        return finished(variant, cells);
    }

    /** Computes one cell. */
    @FunctionalInterface
    private interface Maker {
        StudyRow.Cell make(Path content, Path style, Style prepared, StyleTransfer with);
    }

    private StudyRow row(Variant variant, List<Path> contents, Maker maker) {
        StyleTransfer with = transfer.with(variant.options());
        List<StudyRow.Cell> cells = new ArrayList<>();
        for (Path style : inputs.styles()) {
            try (Style prepared =
                    with.style(StillImage.readStyle(style), variant.lambda(), listener.begins(FileName.stem(style)))) {
                for (Path content : contents) {
                    cells.add(maker.make(content, style, prepared, with));
                }
            }
        }
        return finished(variant, cells);
    }

    private StudyRow.Cell cell(
            Variant variant, Path content, Path style, RgbImage result, RgbImage source, RgbImage painting) {
        Fidelity.Values values = fidelity.of(result, source, painting);
        Map<String, Double> measures = new LinkedHashMap<>();
        fidelity.contentName()
                .ifPresent(name -> measures.put(name, values.content().orElseThrow()));
        fidelity.styleName().ifPresent(name -> measures.put(name, values.style().orElseThrow()));
        putIfKnown(
                measures,
                STYLE,
                new StylePatches(List.of(painting), result.width(), result.height()).share(result, source));
        putIfKnown(measures, SHARPNESS_RATIO, Sharpness.ratio(Sharpness.of(result), Sharpness.of(source)));
        return new StudyRow.Cell(
                FileName.stem(content),
                FileName.stem(style),
                measures,
                folder.keep(variant, StudyInputs.name(content, style), result));
    }

    static void putIfKnown(Map<String, Double> measures, String name, Double value) {
        if (value != null) {
            measures.put(name, value);
        }
    }

    static StudyRow finished(Variant variant, List<StudyRow.Cell> cells) {
        Map<String, Double> means = new LinkedHashMap<>();
        for (StudyRow.Cell cell : cells) {
            cell.measures().forEach((name, value) -> means.merge(name, value / counted(cells, name), Double::sum));
        }
        return new StudyRow(
                variant.table(), variant.id(), variant.label(), means, new TreeMap<>(variant.paper()), cells);
    }

    /** How many cells have a measure: of a flat content, for example, there is no ratio of sharpness. */
    private static long counted(List<StudyRow.Cell> cells, String measure) {
        return cells.stream()
                .filter(cell -> cell.measures().containsKey(measure))
                .count();
    }
}
