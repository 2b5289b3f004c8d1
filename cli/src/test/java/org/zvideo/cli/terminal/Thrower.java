package org.zvideo.cli.terminal;

import java.lang.StackWalker.StackFrame;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.Work;
import org.zvideo.video.job.WorkProgress;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;

/** Throws at a visit of a place: the class that tells the listener something, and what. */
final class Thrower implements JobListener {
    /** How often each place was visited, in the order of their first visits. */
    final Map<String, Integer> visits = new LinkedHashMap<>();

    private final String place;
    private final int visit;
    private final Throwable thrown;

    /** @param thrown an error or an unchecked exception */
    Thrower(String place, int visit, Throwable thrown) {
        this.place = place;
        this.visit = visit;
        this.thrown = thrown;
    }

    private synchronized void visited(String what) {
        String from = StackWalker.getInstance()
                .walk(frames -> frames.map(StackFrame::getClassName)
                        .filter(name -> name.startsWith("org.zvideo")
                                && !name.equals(Thrower.class.getName())
                                && !name.contains("Listener")
                                && !name.contains("$")
                                && !name.contains("FrameCount"))
                        .findFirst()
                        .orElse(""));
        String here = from.substring(from.lastIndexOf('.') + 1) + " " + what;
        int before = visits.merge(here, 1, Integer::sum) - 1;
        if (here.equals(place) && before == visit) {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }

    @Override
    public void note(String message) {
        visited("note");
    }

    @Override
    public void detail(String message) {
        visited("detail");
    }

    @Override
    public void warning(String message) {
        visited("warning");
    }

    @Override
    public WorkProgress starts(Work work) {
        visited("starts");
        return WorkProgress.NONE;
    }

    @Override
    public void frame(FrameStatistics statistics) {
        visited("frame");
    }

    @Override
    public void wrote(Path file) {
        visited("wrote");
    }

    @Override
    public void measured(ConsistencyReport report) {
        visited("measured");
    }

    @Override
    public void checkpoint() {
        visited("checkpoint");
    }
}
