package org.zvideo.cli.terminal;

import java.util.Locale;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.Steadiness;

/** The last line of a run: number of frames, speed, consistency, motion, sharpness, style and content. */
public final class SummaryLine {
    private SummaryLine() {}

    public static String of(ConsistencyReport report) {
        StringBuilder line = new StringBuilder(report.frames() + (report.frames() == 1 ? " frame" : " frames"));
        if (report.secondsPerFrame() != null) {
            add(line, ", %.1f s/frame", report.secondsPerFrame());
        }
        String separator = "; ";
        if (report.result() != null) {
            add(
                    line,
                    "; Diff %.4f (variance %.6f, source %.4f)",
                    report.result().mean(),
                    report.result().variance(),
                    report.source().mean());
            separator = ", ";
        }
        if (report.warpedError() != null) {
            add(line, ", warped error %.4f", report.warpedError());
            if (report.warpRatio() != null) {
                line.append(" (").append(ratio(report.warpRatio())).append(" of the source's)");
            }
        }
        Steadiness steadiness = report.steadiness();
        addIfKnown(line, ", along the other flow %.4f", steadiness.warpedErrorOther());
        addIfKnown(line, ", motion %.3f", steadiness.motion());
        addIfKnown(line, ", ghost %.4f", steadiness.ghost());
        if (report.sharpness() != null) {
            add(line, separator + "sharpness %.1f (source %.1f", report.sharpness(), report.sourceSharpness());
            line.append(report.sharpnessRatio() == null ? "" : ", ratio " + ratio(report.sharpnessRatio()))
                    .append(')');
        }
        if (report.style() != null) {
            add(line, ", style %.3f", report.style().value());
        }
        if (report.content() != null) {
            add(
                    line,
                    ", " + report.content().measure() + " %.4g",
                    report.content().value());
        }
        return line.toString();
    }

    /** Two digits are enough to tell soft from sharp, and a small ratio needs more of them. */
    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : "%.2f", ratio);
    }

    private static void addIfKnown(StringBuilder line, String form, Double value) {
        if (value != null) {
            add(line, form, value);
        }
    }

    private static void add(StringBuilder line, String form, Object... values) {
        line.append(String.format(Locale.ROOT, form, values));
    }
}
