package org.zvideo.cli.terminal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.zvideo.video.job.WorkMeter;
import org.zvideo.video.job.WorkProgress;

/**
 * Progress on standard error: a bar that redraws itself on a terminal, otherwise a line every ten seconds. The model's
 * thread and the encoder's thread both report to it.
 */
public final class Progress implements WorkProgress {
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 10_000_000_000L;
    private static final double NANOS = 1e9;

    private final String unit;
    private final PrintStream out;
    private final ProgressMode mode;
    private final Screen screen;
    private final LongSupplier clock;
    private final WorkMeter meter = new WorkMeter();
    private final long start;
    private long last;
    private boolean drawn;

    /**
     * Starts counting.
     *
     * @param unit   what is counted: frame, style, …
     * @param mode   {@link ProgressMode#AUTO} for a bar
     * @param screen what the stream is shown on
     * @param clock  as {@link System#nanoTime}
     */
    Progress(String unit, PrintStream out, ProgressMode mode, Screen screen, LongSupplier clock) {
        this.unit = unit;
        this.out = out;
        this.mode = mode;
        this.screen = screen;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.last = start;
    }

    @Override
    public synchronized void expect(long count) {
        meter.expect(count);
    }

    @Override
    public synchronized void every(int interval) {
        meter.interval(interval);
    }

    @Override
    public synchronized void step(int done, int total) {
        long now = clock.getAsLong();
        meter.run(total, now);
        if (mode != ProgressMode.NONE && now - last >= (mode == ProgressMode.PLAIN ? LINE_NANOS : REDRAW_NANOS)) {
            last = now;
            draw(done, total, now);
        }
    }

    @Override
    public synchronized void unitDone() {
        meter.unitDone();
        if (mode == ProgressMode.JSON) {
            tell(0, 0, clock.getAsLong());
        }
    }

    /** Prints everything that the bar shows as one JSON object per line. */
    private void tell(int done, int total, long now) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", "progress");
        event.put("unit", unit);
        event.put("done", meter.units());
        if (meter.total() > 0) {
            event.put("total", meter.total());
        }
        meter.share().ifPresent(share -> event.put("share", share));
        if (total > 0) {
            event.put("step", done);
            event.put("steps", total);
        }
        event.put("seconds", (now - start) / NANOS);
        meter.secondsPerUnit(now).ifPresent(seconds -> event.put("secondsPerUnit", seconds));
        meter.secondsLeft(now).ifPresent(seconds -> event.put("secondsLeft", seconds));
        out.println(JsonOutput.line(event));
        out.flush();
    }

    private void draw(int done, int total, long now) {
        double seconds = (now - start) / NANOS;
        switch (mode) {
            case JSON -> tell(done, total, now);
            case AUTO -> {
                int columns = columns();
                out.print(erased(columns) + ProgressText.of(meter, unit, seconds, now, columns, true));
                drawn = true;
            }
            default -> out.println(ProgressText.of(meter, unit, seconds, now, Integer.MAX_VALUE, false));
        }
        out.flush();
    }

    /** How many characters fit: a terminal that is full to its last column goes to the next line. */
    private int columns() {
        return Math.max(0, screen.columns().getAsInt() - 1);
    }

    /** An empty line. Blanks make one everywhere; the consoles of Windows show the sequence that terminals have for it, unless told not to. */
    private static String erased(int columns) {
        return "\r" + " ".repeat(columns) + "\r";
    }

    /** Removes the bar, so that what is printed next starts on a line of its own. */
    public synchronized void clear() {
        if (drawn) {
            out.print(erased(columns()));
            out.flush();
            drawn = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
