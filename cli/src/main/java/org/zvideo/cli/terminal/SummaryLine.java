package org.zvideo.cli.terminal;

import java.util.Locale;
import org.zvideo.video.report.ConsistencyReport;

/** The last line of a run: number of frames, speed and consistency. */
public final class SummaryLine {
    private SummaryLine() {}

    public static String of(ConsistencyReport report) {
        String pace = report.secondsPerFrame() == null
                ? ""
                : String.format(Locale.ROOT, ", %.1f s/frame", report.secondsPerFrame());
        if (report.result() == null) {
            return report.frames() + " frame" + pace;
        }
        return report.frames() + " frames" + pace
                + String.format(
                        Locale.ROOT,
                        "; Diff %.4f (variance %.6f, source %.4f)%s",
                        report.result().mean(),
                        report.result().variance(),
                        report.source().mean(),
                        report.warpedError() == null
                                ? ""
                                : String.format(Locale.ROOT, ", warped error %.4f", report.warpedError()));
    }
}
