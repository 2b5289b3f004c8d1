package org.zvideo.video.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.Consumer;
import org.zvideo.core.image.RgbImage;

/**
 * Stands for a stage that works on several frames together, four of them or what a shot has left: each result is the sum of all of
 * them and of all before in the shot, so that a frame that was left out or made in another company shows.
 */
public final class SummingWindows implements FrameModel {
    private static final int TOGETHER = 4;

    private final Queue<ShotFrame> waiting = new ArrayDeque<>();
    private long shotStart = -1;
    private int sum;
    private int seen;

    @Override
    public void make(Collection<Slot> slots) {
        // nothing but pictures
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        if (frame.shotStart() != shotStart) {
            end(out);
            shotStart = frame.shotStart();
            sum = 0;
        }
        waiting.add(frame);
        seen++;
        if (waiting.size() == TOGETHER) {
            end(out);
        }
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        for (ShotFrame frame : waiting) {
            sum = (31 * sum + frame.image().pixels()[0]) & 0xff;
        }
        while (!waiting.isEmpty()) {
            ShotFrame frame = waiting.remove();
            RgbImage result = new RgbImage(frame.image().width(), frame.image().height());
            for (int n = 0; n < result.pixels().length; n++) {
                result.pixels()[n] = (byte) (frame.image().pixels()[n] + sum);
            }
            out.accept(TestPictures.frame(frame, result));
        }
    }

    /** Number of frames that came. */
    public int seen() {
        return seen;
    }

    @Override
    public boolean atRest() {
        return waiting.isEmpty();
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    public boolean save(Path file) throws IOException {
        Files.writeString(file, Integer.toString(sum));
        return true;
    }

    @Override
    public void restore(long start, Path ofFirst, Path ofPrevious) {
        try {
            shotStart = start;
            sum = Integer.parseInt(Files.readString(ofPrevious));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        waiting.clear();
        shotStart = -1;
    }
}
