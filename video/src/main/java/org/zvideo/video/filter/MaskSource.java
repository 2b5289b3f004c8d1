package org.zvideo.video.filter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.zvideo.core.Mask;
import org.zvideo.core.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.StillImage;

/**
 * A mask from a file: a picture stands for all times; of a video the frame that is shown at the time counts, both files'
 * times counted from their beginnings, and its last frame stays.
 */
public final class MaskSource implements AutoCloseable {
    /** Times of equal frames may differ by rounding in containers of different time bases. */
    private static final long TOLERANCE = 1000;

    private final Path file;
    private final int feather;
    private final VideoReader video;
    private Mask current;
    private VideoFrame next;

    private MaskSource(Path file, int feather, VideoReader video) {
        this.file = file;
        this.feather = feather;
        this.video = video;
    }

    /**
     * Opens a mask.
     *
     * @param feather pixels of the clip's frames over which hard edges are softened
     * @throws MediaException if it is neither a picture nor a video that can be read
     */
    public static MaskSource open(Path file, int feather) {
        if (!Files.isRegularFile(file)) {
            throw new MediaException(MediaException.Problem.MISSING_INPUT, "mask " + file
                    + (Files.isDirectory(file) ? ": is a folder" : ": no such file"));
        }
        if (StillImage.isPicture(file)) {
            MaskSource source = new MaskSource(file, feather, null);
            source.current = Mask.of(StillImage.read("mask", file), feather);
            return source;
        }
        MaskSource source = new MaskSource(file, feather, reader(file));
        try {
            source.advance();
            if (source.next == null) {
                throw new MediaException(MediaException.Problem.BAD_INPUT, "mask " + file + ": it has no frames");
            }
            source.take();
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static VideoReader reader(Path file) {
        try {
            return VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT);
        } catch (MediaException e) {
            throw new MediaException(e.problem(), "mask " + file + ": neither a picture nor a video that can be read", e);
        }
    }

    /**
     * Fails if this is a video that ends before the clip does.
     *
     * @param clipEnd in seconds from the beginning of the clip's file; 0 for unknown
     */
    public void requireUntil(double clipEnd) {
        if (video == null || video.info().seconds() == 0) {
            return;
        }
        double frame = video.info().frameRate().known() ? 1 / video.info().frameRate().value() : 0;
        if (video.info().seconds() + frame < clipEnd) {
            throw new MediaException(MediaException.Problem.BAD_INPUT, String.format(Locale.ROOT,
                    "mask %s: ends at %.2f s, the clip at %.2f s; give a longer mask or less of the clip with --frames",
                    file, video.info().seconds(), clipEnd));
        }
    }

    /** The mask at a time from the beginning of the clip's file; times must not go back. */
    public Mask at(long microseconds) {
        while (next != null && next.image().timestamp - start() <= microseconds + TOLERANCE) {
            take();
        }
        return current;
    }

    private long start() {
        return Math.round(video.info().start() * 1e6);
    }

    private void take() {
        RgbImage image = RgbFrames.toImage(next.image());
        current = Mask.of(image, feather);
        next.close();
        advance();
    }

    private void advance() {
        next = video.nextFrame().orElse(null);
    }

    @Override
    public void close() {
        if (next != null) {
            next.close();
        }
        if (video != null) {
            video.close();
        }
    }
}
