package org.zvideo.video.stage;

import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.image.AttentionMap;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.FrameMeasures;

/**
 * Remembers what the model says about a frame, and hands it on. Threads that work on different frames take turns, so the
 * observers behind this one need not know of each other.
 */
final class ObservedFrame implements FrameObserver {
    private final long frame;
    private final FrameObserver next;
    private final Object turn;
    private final List<String> notes = new ArrayList<>();
    private FrameMeasures measures = FrameMeasures.NONE;

    /** @param turn what the frames have in common whose observers are told one at a time */
    ObservedFrame(long frame, FrameObserver next, Object turn) {
        this.frame = frame;
        this.next = next;
        this.turn = turn;
    }

    /** What was measured, with what was noted. */
    FrameMeasures measures() {
        synchronized (turn) {
            return measures.withNotes(notes);
        }
    }

    @Override
    public void progress(int done, int total) {
        synchronized (turn) {
            next.progress(done, total);
        }
    }

    @Override
    public void retried(String why) {
        synchronized (turn) {
            next.retried(note(why));
        }
    }

    @Override
    public void noted(String what) {
        synchronized (turn) {
            next.noted(note(what));
        }
    }

    private String note(String what) {
        String line = "frame " + frame + ": " + what;
        notes.add(line);
        return line;
    }

    @Override
    public void measured(double energy, double styleDifference) {
        synchronized (turn) {
            measures = FrameMeasures.of(energy, styleDifference);
            next.measured(energy, styleDifference);
        }
    }

    @Override
    public boolean wantsDetails() {
        return next.wantsDetails();
    }

    @Override
    public void invertedNoise(int channels, int height, int width, float[] values) {
        synchronized (turn) {
            next.invertedNoise(channels, height, width, values);
        }
    }

    @Override
    public void step(int step, RgbImage predictedOriginal, double energy) {
        synchronized (turn) {
            next.step(step, predictedOriginal, energy);
        }
    }

    @Override
    public void attention(AttentionMap map) {
        synchronized (turn) {
            next.attention(map);
        }
    }

    @Override
    public void styleMass(int layer, int step, double share) {
        synchronized (turn) {
            next.styleMass(layer, step, share);
        }
    }
}
