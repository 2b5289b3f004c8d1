package org.zvideo.video.shot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;

/**
 * Cuts that a file lists, one a line: the number of the frame that begins a shot ({@code 120}), or a time
 * ({@code 4.8}, {@code 1:02.5}), whose first frame at or after it does. Empty lines and those that begin with # are
 * skipped.
 */
public final class ListedCuts implements Cuts {
    /** A cut for each frame of a day would be less. */
    private static final int LARGEST = 16_000_000;

    private static final int LONGEST_SHOWN = 100;
    private static final double HALF_A_MICROSECOND = 5e-7;

    private final TreeSet<Long> frames = new TreeSet<>();
    private final TreeSet<Double> times = new TreeSet<>();

    private ListedCuts() {}

    /** @throws MediaException if the file cannot be read or a line is neither a number nor a time */
    public static ListedCuts read(Path file) {
        ListedCuts cuts = new ListedCuts();
        if (!Files.isRegularFile(file)) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "cuts " + file + ": no such file; give auto, none or a file with a frame number or time a line");
        }
        try {
            String text = LimitedFile.text(file, LARGEST);
            for (String line : text.replace("\uFEFF", "").lines().toList()) { // editors add a mark
                cuts.add(file, line.strip());
            }
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT,
                    "cuts " + file + ": " + FileReason.of(e) + "; give a text file with a frame number or time a line",
                    e);
        }
        return cuts;
    }

    private void add(Path file, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.matches("\\d{1,9}")) {
            frames.add(Long.parseLong(line));
        } else if (line.matches("(\\d{1,4}:)?(\\d{1,2}:)?\\d{1,6}\\.\\d{1,9}|(\\d{1,4}:)?\\d{1,2}:\\d{1,2}")) {
            double seconds = 0;
            for (String part : line.split(":")) {
                seconds = 60 * seconds + Double.parseDouble(part);
            }
            times.add(seconds);
        } else {
            throw new MediaException(
                    ErrorKind.BAD_INPUT,
                    "cuts " + file + ": " + line.substring(0, Math.min(line.length(), LONGEST_SHOWN))
                            + ": expected the number of a frame like 120 or a time like 4.8 or 1:02.5");
        }
    }

    @Override
    public boolean at(long index, double seconds, RgbImage frame, Optional<RgbImage> next) {
        boolean listed = false;
        while (!frames.isEmpty() && frames.first() <= index) { // a comparison may have passed over the very frame
            frames.pollFirst();
            listed = true;
        }
        while (!times.isEmpty() && times.first() <= seconds + HALF_A_MICROSECOND) {
            times.pollFirst();
            listed = true;
        }
        return listed;
    }
}
