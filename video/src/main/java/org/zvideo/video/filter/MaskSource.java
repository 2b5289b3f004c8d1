package org.zvideo.video.filter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.Rational;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.Picture;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;

/**
 * A mask from a file: a picture stands for all times; of a video, or of numbered pictures, the frame that is shown at the time counts, both files'
 * times counted from their beginnings, and its last frame stays. The lightness is the mask, or the transparency where the
 * file has any ({@link MaskAlpha}).
 */
public final class MaskSource implements AutoCloseable {
    /** Times of equal frames may differ by rounding in containers of different time bases. */
    private static final long TOLERANCE = 1000;
    /** A mask of another shape than the frame by more than this is stretched visibly. */
    private static final double SHAPE = 0.03;

    private final Path file;
    private final int feather;
    private final ReadOptions reading;
    private final Look look;
    /** Null for a picture. */
    private VideoReader video;

    private Mask current;
    /** Since when, in microseconds from the first frame. */
    private long shown;

    private VideoFrame next;

    /**
     * What a mask file holds, known before it is used.
     *
     * @param notes     what its user should know
     * @param fromAlpha whether the transparency is the mask
     * @param uniform   whether it has no shape
     * @param width     in pixels
     * @param height    in pixels
     * @param start     of its first frame, in microseconds
     * @param end       of its last frame, in microseconds from the first one's start
     * @param last      how long that is shown, in microseconds
     */
    private record Look(
            List<String> notes,
            boolean fromAlpha,
            boolean uniform,
            int width,
            int height,
            long start,
            long end,
            long last) {
        private Look with(List<String> more) {
            List<String> all = new ArrayList<>(notes);
            all.addAll(more);
            return new Look(all, fromAlpha, uniform, width, height, start, end, last);
        }
    }

    private MaskSource(Path file, int feather, ReadOptions reading, Look look, VideoReader video) {
        this.file = file;
        this.feather = feather;
        this.reading = reading;
        this.look = look;
        this.video = video;
    }

    /**
     * Opens a mask. A video is read to its end once, for what it holds and how long it is.
     *
     * @param reading what is accepted of a video, and how many numbered pictures a second has
     * @param feather pixels of the clip's frames over which hard edges are softened
     * @throws MediaException if it is neither a picture nor a video that can be read, or if it can mean two masks
     */
    public static MaskSource open(Path file, ReadOptions reading, int feather) {
        if (!Files.isRegularFile(file) && PictureSequence.of(file).isEmpty()) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "mask " + file
                            + (Files.isDirectory(file)
                                    ? ": is a folder"
                                    : Files.exists(file)
                                            ? ": not a readable file"
                                            : ": " + PictureSequence.noSuch(file)));
        }
        if (StillImage.isPicture(file)) {
            return ofPicture(file, feather);
        }
        MaskSource source = new MaskSource(file, feather, reading, look(file, reading), null);
        return Closing.onFailure(source, () -> {
            source.rewind();
            return source;
        });
    }

    private static MaskSource ofPicture(Path file, int feather) {
        Picture picture = StillImage.readMask(file);
        RgbImage image = picture.image();
        MaskLevels levels = new MaskLevels();
        MaskAlpha alpha = new MaskAlpha();
        picture.alpha().ifPresent(values -> alpha.add(image, values));
        Mask mask = picture.alpha()
                .map(values -> Mask.of(image.width(), image.height(), values, feather))
                .orElseGet(() -> Mask.of(image, feather));
        levels.add(mask);
        if (picture.alpha().isEmpty()) {
            levels.addColors(image);
            if (picture.faint()) {
                levels.addFaint();
            }
        }
        MaskSource source = new MaskSource(
                file,
                feather,
                ReadOptions.DEFAULT,
                look(file, levels, alpha, image.width(), image.height(), 0, 0, 0),
                null);
        source.current = mask;
        return source;
    }

    private static Look look(
            Path file, MaskLevels levels, MaskAlpha alpha, int width, int height, long start, long end, long last) {
        if (alpha.ambiguous()) {
            throw new MediaException(ErrorKind.BAD_INPUT, "mask " + file + ": " + MaskAlpha.AMBIGUOUS);
        }
        List<String> notes = new ArrayList<>();
        if (alpha.used()) {
            notes.add("mask " + file + ": " + MaskAlpha.NOTE);
        }
        levels.warning().ifPresent(warning -> notes.add("mask " + file + ": " + warning));
        return new Look(notes, alpha.used(), levels.uniform(), width, height, start, end, last);
    }

    private static VideoReader reader(Path file, ReadOptions reading) {
        try {
            return VideoReader.open(file, Clip.WHOLE, reading);
        } catch (MediaException e) {
            throw new MediaException(
                    e.kind(),
                    "mask " + file + ": neither a picture nor a video that can be read: "
                            + e.finding().replaceFirst("^\\w+ " + Pattern.quote(file.toString()) + ": ", ""),
                    e.remedy().orElse(null),
                    e);
        }
    }

    /** Reads a video to its end. What it holds tells which of its two possible masks is meant, its frames how long it is. */
    private static Look look(Path file, ReadOptions reading) {
        return look(file, reading, false);
    }

    private static Look look(Path file, ReadOptions reading, boolean withAlpha) {
        MaskLevels light = new MaskLevels();
        MaskLevels opaque = new MaskLevels();
        MaskAlpha alpha = new MaskAlpha();
        VideoReader second = null;
        try (VideoReader video = reader(file, reading)) {
            long start = 0;
            long end = 0;
            long last = 0;
            long frames = 0;
            double tick = 1e6 * video.info().timeBase().value();
            for (Optional<VideoFrame> frame = video.nextFrame();
                    frame.isPresent();
                    frame = video.nextFrame(), frames++) {
                second = frames == 0 && (withAlpha || video.hasAlpha()) ? VideoReader.openAlpha(file, reading) : second;
                try (VideoFrame shown = frame.get()) {
                    RgbImage image = RgbFrames.toImage(shown.image());
                    start = frames == 0 ? shown.image().timestamp : start;
                    last = Math.round(shown.duration() * tick);
                    end = shown.image().timestamp + last - start;
                    light.add(Mask.of(image, 0));
                    light.addColors(image);
                    if (second != null) {
                        byte[] values = opacity(second);
                        alpha.add(image, values);
                        opaque.add(Mask.of(image.width(), image.height(), values, 0));
                    }
                }
            }
            if (frames == 0) {
                throw new MediaException(ErrorKind.BAD_INPUT, "mask " + file + ": it has no frames");
            }
            if (second == null && video.hasAlpha()) { // from a later picture on
                return look(file, reading, true);
            }
            return look(
                            file,
                            alpha.used() ? opaque : light,
                            alpha,
                            video.info().width(),
                            video.info().height(),
                            start,
                            end,
                            last)
                    .with(video.damage().findings().stream()
                            .map(finding -> "mask " + file + ": " + finding)
                            .toList());
        } finally {
            if (second != null) {
                second.close();
            }
        }
    }

    private static byte[] opacity(VideoReader alpha) {
        try (VideoFrame frame = alpha.nextFrame().orElseThrow()) {
            RgbImage gray = RgbFrames.toImage(frame.image());
            byte[] values = new byte[gray.width() * gray.height()];
            for (int n = 0; n < values.length; n++) {
                values[n] = gray.pixels()[3 * n];
            }
            return values;
        }
    }

    /**
     * What the user should know of this mask.
     *
     * @param frameWidth  of the frames that it is for
     * @param frameHeight of the frames that it is for
     */
    List<String> notes(int frameWidth, int frameHeight) {
        List<String> notes = new ArrayList<>(look.notes);
        double expected = look.width * (double) frameHeight / frameWidth; // height of a mask of the frame's shape
        boolean fits = Math.abs(expected - look.height) <= Math.max(1, SHAPE * look.height);
        if (!look.uniform && !fits) {
            notes.add("mask " + file + ": it is " + look.width + "x" + look.height + " and is stretched to "
                    + frameWidth + "x" + frameHeight + ", another shape; give one of the frame's shape");
        }
        return notes;
    }

    /**
     * Fails if this is a video that ends before the clip does. What its container says does not count: the end is that of
     * its last frame.
     *
     * @param clipEnd in seconds from the beginning of the clip's file
     */
    void requireUntil(double clipEnd) {
        if (video != null && (look.end + look.last) / 1e6 < clipEnd) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT,
                    String.format(
                            Locale.ROOT, "mask %s: ends at %.2f s, the clip at %.2f s", file, look.end / 1e6, clipEnd),
                    Remedy.of(Remedy.Id.LONGER_MASK));
        }
    }

    /** Pictures per second, if this is numbered pictures. */
    Optional<Rational> numberedRate() {
        return video != null && PictureSequence.of(file).isPresent()
                ? Optional.of(reading.pictureRate())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private void rewind() {
        close();
        video = look.fromAlpha ? VideoReader.openAlpha(file, reading) : reader(file, reading);
        advance();
        take();
    }

    /**
     * The mask at a time from the beginning of the clip's file. Where times go back a video is read again from its beginning:
     * a frame that is handed ahead of its turn needs the mask of its own time.
     */
    public Mask at(long microseconds) {
        if (video != null && Math.max(0, microseconds) + TOLERANCE < shown) {
            rewind();
        }
        while (next != null && next.image().timestamp - look.start <= microseconds + TOLERANCE) {
            take();
        }
        return current;
    }

    private void take() {
        RgbImage image = RgbFrames.toImage(next.image());
        current = Mask.of(image, feather);
        shown = next.image().timestamp - look.start;
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
            next = null;
        }
        if (video != null) {
            video.close();
        }
    }
}
