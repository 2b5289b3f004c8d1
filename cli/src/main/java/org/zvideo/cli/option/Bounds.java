package org.zvideo.cli.option;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.Requirement;
import org.zvideo.video.report.Requirement.Need;

/** The bounds of {@code --require}. */
public record Bounds(List<Requirement> all) {
    /** What the options that take bounds say of them. */
    public static final String MEASURES =
            "diff, variance, excess, warp, warp10, warpratio, warpratio10, motion, flicker,"
                    + " warpederrorother, sharpness, sharpnessratio, style; beside a reference ghost, sharpnessrationone; with a"
                    + " model content.";

    public Bounds {
        all = List.copyOf(all);
    }

    /** Parses bounds. */
    public static Bounds of(List<String> texts) {
        return new Bounds(
                Usage.checked(() -> texts.stream().map(Requirement::parse).toList()));
    }

    /**
     * Fails in one line if a bound is on a measure for which something is missing.
     *
     * @param known what is known beside source and result
     * @param reporting whether the command is the one that can be given the rest
     */
    public Bounds require(Set<Need> known, boolean reporting) {
        for (Requirement bound : all) {
            bound.need().filter(need -> !known.contains(need)).ifPresent(need -> {
                throw new MediaException(
                        ErrorKind.USAGE, "--require " + bound.measure() + ": " + lacking(need, reporting));
            });
        }
        return this;
    }

    /**
     * Tells of each bound whether a result meets it.
     *
     * @param told given a line for each
     * @return whether all are met
     */
    public boolean judge(ConsistencyReport measured, Consumer<String> told) {
        all.forEach(bound -> told.accept(bound.resultLine(measured)));
        return all.stream().allMatch(bound -> bound.isMet(measured));
    }

    private static String lacking(Need need, boolean reporting) {
        return switch (need) {
            case STYLE -> "needs the picture; give it with --style";
            case REFERENCE ->
                "needs a result without ties; give it "
                        + (reporting ? "with --reference" : "to zvideo report with --reference");
            case CONTENT ->
                "needs a network; name one " + (reporting ? "" : "to zvideo report ") + "with --model or --vgg";
            case OTHER_FLOW -> "needs a second flow; name two with --measure-flow";
        };
    }

    /** The flow along which to measure: with a second one if a bound is on it. */
    public MeasuredFlow flow(String named) {
        MeasuredFlow flow = Usage.checked(() -> MeasuredFlow.parse(named));
        return all.stream()
                        .anyMatch(bound ->
                                bound.need().filter(Need.OTHER_FLOW::equals).isPresent())
                ? flow.withOther()
                : flow;
    }
}
