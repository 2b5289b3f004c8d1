package org.zvideo.video.study;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.file.FileName;
import org.zvideo.video.flow.FilmMotions;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.Comparison;
import org.zvideo.video.report.ConsistencyMeter;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.MeasuredContent;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.report.Steadiness;
import org.zvideo.video.shot.CutSpec;
import org.zvideo.video.stage.AlignmentStage;
import org.zvideo.video.stage.CutStage;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * Computes the rows of tables of clips: every clip with every style under a variant's settings, through the stages of a run, so
 * that nothing crosses a cut. All rows are measured beside the one without ties.
 *
 * @param study  the model, the inputs and where results are kept
 * @param untied the row without ties
 * @param clip   the part of each video
 * @param cuts   where shots begin
 * @param flow   the motion along which is measured
 */
public record ClipStudy(Study study, Variant untied, Clip clip, CutSpec cuts, MeasuredFlow flow) {
    /** Computes a row. Its picture is the last frame. */
    public StudyRow row(Variant variant) {
        List<StudyRow.Cell> cells = new ArrayList<>();
        for (Path style : study.inputs().styles()) {
            try (Prepared of = new Prepared(variant, style);
                    Prepared ofUntied = new Prepared(untied, style)) {
                for (Path content : study.inputs().clips()) {
                    cells.add(cell(variant, content, of, ofUntied));
                }
            }
        }
        return Study.finished(variant, cells);
    }

    /** Measures the videos of another program, which has no result without ties to compare with. */
    public StudyRow others(Variant variant, OtherResults results) {
        List<StudyRow.Cell> cells = new ArrayList<>();
        for (Path style : study.inputs().styles()) {
            RgbImage painting = StillImage.readStyle(style);
            for (Path content : study.inputs().clips()) {
                results.of(content, style).ifPresent(file -> {
                    AtomicReference<RgbImage> last = new AtomicReference<>();
                    ConsistencyReport report = new Comparison(
                                    content, file, Optional.empty(), ReadOptions.DEFAULT, measuring(painting))
                            .measured(cuts.open(), last::set);
                    cells.add(finished(variant, content, style, report, last.get()));
                });
            }
        }
        return Study.finished(variant, cells);
    }

    private Measuring measuring(RgbImage painting) {
        return Measuring.DEFAULT
                .along(flow)
                .withStyles(List.of(painting))
                .withContent(MeasuredContent.by(study.fidelity()));
    }

    private StudyRow.Cell finished(Variant variant, Path content, Path style, ConsistencyReport report, RgbImage last) {
        return new StudyRow.Cell(
                FileName.stem(content),
                FileName.stem(style),
                besideUntied(measures(report), variant, content, style),
                study.folder().keep(variant, StudyInputs.name(content, style), last));
    }

    /** A style that is prepared for a row when its model first sees a frame. */
    private final class Prepared implements AutoCloseable {
        private final StyleTransfer with;
        private final RgbImage painting;
        private final Variant variant;
        private final Path file;
        private Style style;

        private Prepared(Variant variant, Path file) {
            this.with = study.transfer().with(variant.options());
            this.painting = StillImage.readStyle(file);
            this.variant = variant;
            this.file = file;
        }

        private List<Style> styles() {
            if (style == null) {
                style = with.style(painting, variant.lambda(), study.listener().begins(FileName.stem(file)));
            }
            return List.of(style);
        }

        @Override
        public void close() {
            if (style != null) {
                style.close();
            }
        }
    }

    private StudyRow.Cell cell(Variant variant, Path content, Prepared of, Prepared ofUntied) {
        String name = StudyInputs.name(content, of.file);
        FilmMotions film = new FilmMotions();
        try (film;
                ConsistencyMeter meter =
                        new ConsistencyMeter(measuring(of.painting).sharing(film));
                VideoReader reader = VideoReader.open(content, clip, ReadOptions.DEFAULT);
                Stage<StyledFrame> results =
                        stages(variant.making(), of, name, film, reader.info().start());
                Stage<StyledFrame> alone = stages(
                        Making.UNTIED, ofUntied, name, film, reader.info().start())) {
            Pairs pairs = new Pairs(meter);
            long number = 0;
            for (Optional<VideoFrame> next = reader.nextFrame(); next.isPresent(); next = reader.nextFrame()) {
                try (VideoFrame decoded = next.get()) {
                    ShotFrame frame =
                            new ShotFrame(number++, decoded.image().timestamp, 0, RgbFrames.toImage(decoded.image()));
                    alone.accept(frame, pairs.untied::add);
                    results.accept(frame, pairs::add);
                }
            }
            alone.end(pairs.untied::add);
            results.end(pairs::add);
            return finished(variant, content, of.file, meter.report(), pairs.last);
        }
    }

    /** Measures results beside the frames without ties, which always come first. */
    private static final class Pairs {
        private final ConsistencyMeter meter;
        private final Queue<StyledFrame> untied = new ArrayDeque<>();
        private RgbImage last;

        private Pairs(ConsistencyMeter meter) {
            this.meter = meter;
        }

        private void add(StyledFrame result) {
            if (result.source().beginsShot()) {
                meter.cut();
            }
            last = result.image();
            meter.add(
                    result.source().image(),
                    last,
                    Optional.of(untied.remove().image()),
                    result.source().timestamp() / 1e6,
                    Double.NaN,
                    result.measures());
        }
    }

    private Stage<StyledFrame> stages(Making making, Prepared with, String name, FilmMotions film, double start) {
        Stage<ModelFrame> model = new ModelStage(
                with.with,
                with::styles,
                Masks.NONE,
                frame -> study.listener().begins(name + ", frame " + frame.number()),
                Schedule.inTurn());
        SharedMotion motions = new SharedMotion(film);
        Stage<ModelFrame> told = making.aligned()
                ? new AlignmentStage(model, image -> with.with.geometry(image.width(), image.height()), motions)
                : model;
        Stage<ModelFrame> pictures = making.untied() ? new KeptStage(told, study.folder(), name) : told;
        Stage<StyledFrame> finished =
                new FinishStage(making.carried().around(pictures, motions), new FrameCodec(with.with.options()));
        return new CutStage<>(making.finished(finished, motions), cuts.open(), start);
    }

    private static Map<String, Double> measures(ConsistencyReport report) {
        Map<String, Double> measures = new LinkedHashMap<>();
        if (report.result() != null) {
            measures.put("diffMean", report.result().mean());
            measures.put("diffVariance", report.result().variance());
            measures.put("pixelVariance", report.result().pixelVariance());
            measures.put("sourceDiffMean", report.source().mean());
        }
        Steadiness steady = report.steadiness();
        Study.putIfKnown(measures, Gate.WARPED, report.warpedError());
        Study.putIfKnown(measures, "sourceWarpedError", report.sourceWarpedError());
        Study.putIfKnown(measures, "warpRatio", report.warpRatio());
        Study.putIfKnown(measures, Gate.WARPED_10, report.warpedError10());
        Study.putIfKnown(measures, "sourceWarpedError10", steady.sourceWarpedError10());
        Study.putIfKnown(measures, "warpRatio10", report.warpRatio10());
        Study.putIfKnown(measures, Gate.OTHER, steady.warpedErrorOther());
        Study.putIfKnown(measures, "unwarpedError", report.unwarpedError());
        Study.putIfKnown(measures, Gate.MOTION, steady.motion());
        Study.putIfKnown(measures, Gate.GHOST, steady.ghost());
        Study.putIfKnown(measures, "flicker", steady.flicker());
        Study.putIfKnown(measures, Study.SHARPNESS_RATIO, report.sharpnessRatio());
        Study.putIfKnown(measures, Gate.SHARPNESS, steady.sharpnessRatioNone());
        if (report.style() != null) {
            measures.put(Study.STYLE, report.style().value());
        }
        if (report.content() != null) {
            measures.put(report.content().measure(), report.content().value());
        }
        return measures;
    }

    /** Adds style and content as shares of what they are without ties. */
    private Map<String, Double> besideUntied(Map<String, Double> measures, Variant variant, Path content, Path style) {
        Map<String, Double> none = variant.id().equals(untied.id())
                ? measures
                : study.folder()
                        .find(untied)
                        .flatMap(row -> row.cell(FileName.stem(content), FileName.stem(style)))
                        .map(StudyRow.Cell::measures)
                        .orElse(Map.of());
        Study.putIfKnown(measures, Gate.STYLE, share(measures, none, Study.STYLE));
        study.fidelity()
                .contentName()
                .ifPresent(name -> Study.putIfKnown(measures, Gate.CONTENT, share(measures, none, name)));
        return measures;
    }

    private static Double share(Map<String, Double> measures, Map<String, Double> none, String name) {
        Double mine = measures.get(name);
        Double its = none.get(name);
        return mine == null || its == null || its == 0 ? null : mine / its;
    }
}
