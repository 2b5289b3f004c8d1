package org.zvideo.cli.terminal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.zvideo.video.job.WorkProgress;
import org.zvideo.video.plan.Durations;

/**
 * Progress on standard error: a bar that redraws itself on a terminal, otherwise a line every ten seconds. The model's
 * thread and the encoder's thread both report to it.
 */
public final class Progress implements WorkProgress {
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 10_000_000_000L;
    private static final int BAR = 24;

    private final String unit;
    private final PrintStream out;
    private final ProgressMode mode;
    private final long start = System.nanoTime();
    private long last;
    private long frames;
    private long frame;
    /** The time of the first step of this run, and the number of frames that were finished before it. */
    private long firstStep;

    private long framesBefore;
    private boolean drawn;

    /**
     * Starts counting.
     *
     * @param unit what is counted: frame, style, …
     * @param mode {@link ProgressMode#AUTO} for a bar
     */
    Progress(String unit, PrintStream out, ProgressMode mode) {
        this.unit = unit;
        this.out = out;
        this.mode = mode;
        this.last = start;
    }

    @Override
    public synchronized void expect(long count) {
        frames = count;
    }

    @Override
    public synchronized void step(int done, int total) {
        long now = System.nanoTime();
        if (firstStep == 0) {
            firstStep = now;
            framesBefore = frame;
        }
        if (mode != ProgressMode.NONE && now - last >= (mode == ProgressMode.PLAIN ? LINE_NANOS : REDRAW_NANOS)) {
            last = now;
            draw(done, total, now);
        }
    }

    @Override
    public synchronized void unitDone() {
        frame++;
        if (mode == ProgressMode.JSON) {
            tell(0, 0, System.nanoTime());
        }
    }

    /** Prints everything that the bar shows as one JSON object per line. */
    private void tell(int done, int total, long now) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", "progress");
        event.put("unit", unit);
        event.put("done", frame);
        if (frames > 0) {
            event.put("total", frames);
        }
        if (total > 0) {
            event.put("step", done);
            event.put("steps", total);
        }
        event.put("seconds", (now - start) / 1e9);
        if (firstStep != 0 && frame > framesBefore) {
            double perFrame = perFrame(now);
            event.put("secondsPerUnit", perFrame);
            if (frames > 0) {
                event.put(
                        "secondsLeft",
                        perFrame * Math.max(0, frames - frame - (total > 0 ? done / (double) total : 0)));
            }
        }
        out.println(JsonOutput.line(event));
        out.flush();
    }

    private double perFrame(long now) {
        return (now - firstStep) / 1e9 / (frame - framesBefore);
    }

    private void draw(int done, int total, long now) {
        if (mode == ProgressMode.JSON) {
            tell(done, total, now);
            return;
        }
        boolean terminal = mode == ProgressMode.AUTO;
        double within = done / (double) total;
        StringBuilder line = new StringBuilder();
        if (terminal && frames > 0) {
            int filled = (int) Math.min(BAR, BAR * (frame + within) / frames);
            line.append('[')
                    .append("#".repeat(filled))
                    .append("-".repeat(BAR - filled))
                    .append("] ");
        }
        line.append(unit).append(' ').append(frame + 1);
        if (frames > 0) {
            line.append('/').append(frames);
        }
        line.append(", step ").append(done).append('/').append(total);
        if (frame > framesBefore) {
            double perFrame = perFrame(now);
            line.append(String.format(Locale.ROOT, ", %.1f s/%s", perFrame, unit));
            if (frames > 0) {
                line.append(", ")
                        .append(Durations.clock(perFrame * (frames - frame - within)))
                        .append(" left");
            }
        } else {
            line.append(", ").append(Durations.clock((now - start) / 1e9)).append(" so far");
        }
        if (terminal) {
            out.print("\r\u001b[K" + line);
            drawn = true;
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Removes the bar, so that what is printed next starts on a line of its own. */
    public synchronized void clear() {
        if (drawn) {
            out.print("\r\u001b[K");
            out.flush();
            drawn = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
