package org.zvideo.video.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.FrameMeasures;

/**
 * Adds each frame to the sum of those of its shot before it, and to the first of them, so that a frame that it missed, or saw
 * twice, changes all that follow. Says as measure the number of the frame.
 */
public final class SummingStage implements Stage<ModelFrame>, StageState {
    private final boolean late;
    private ShotFrame pending;
    private long shotStart = -1;
    private byte[] first;
    private byte[] sum;
    private int seen;

    /** @param late whether results come a frame later */
    public SummingStage(boolean late) {
        this.late = late;
    }

    /** Number of frames that came. */
    public int seen() {
        return seen;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        end(out);
        if (frame.shotStart() != shotStart) {
            shotStart = frame.shotStart();
            first = null;
            sum = new byte[frame.image().pixels().length];
        }
        seen++;
        if (frame.ahead()) {
            add(frame);
            return;
        }
        pending = frame;
        if (!late) {
            end(out);
        }
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        if (pending != null) {
            ShotFrame frame = pending;
            pending = null;
            add(frame);
            RgbImage image = new RgbImage(frame.image().width(), frame.image().height(), sum.clone());
            out.accept(TestPictures.frame(frame, image, FrameMeasures.of(frame.number(), 2)));
        }
    }

    private void add(ShotFrame frame) {
        for (int n = 0; n < sum.length; n++) {
            sum[n] = (byte) (sum[n] + frame.image().pixels()[n] + (first == null ? 0 : first[n]));
        }
        first = first == null ? sum.clone() : first;
    }

    @Override
    public boolean save(Path file) throws IOException {
        Files.write(file, sum);
        return true;
    }

    @Override
    public void restore(long start, Path ofFirst, Path ofPrevious) {
        try {
            shotStart = start;
            first = Files.readAllBytes(ofFirst);
            sum = Files.readAllBytes(ofPrevious);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        pending = null;
        shotStart = -1;
    }
}
