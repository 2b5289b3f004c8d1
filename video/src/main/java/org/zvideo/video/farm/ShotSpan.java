package org.zvideo.video.farm;

import java.util.List;
import java.util.OptionalInt;

/**
 * The frames of a shot.
 *
 * @param first    number of the first one in the video
 * @param frames   number of them
 * @param firstPts time of the first, in units of the video's time base
 * @param border   CRC32C of the pixels of its first two and last two frames as they are decoded, or of all if there are fewer
 * @param sum      CRC32C of the times and checksums of all its frames
 */
public record ShotSpan(long first, long frames, long firstPts, List<Long> border, long sum) {
    static final int AT_EACH_END = 2;

    public ShotSpan {
        border = List.copyOf(border);
        if (first < 0 || frames < 1 || border.size() != Math.min(frames, 2 * AT_EACH_END)) {
            throw new IllegalArgumentException(
                    "a shot of " + frames + " frames from " + first + " on, with " + border.size() + " checksums");
        }
    }

    /** Where a frame's checksum stands in {@link #border}, if it has one there. */
    private OptionalInt place(long number) {
        long inShot = number - first;
        if (inShot < AT_EACH_END) {
            return OptionalInt.of((int) inShot);
        }
        long fromEnd = frames - 1 - inShot;
        return fromEnd < AT_EACH_END ? OptionalInt.of((int) (border.size() - 1 - fromEnd)) : OptionalInt.empty();
    }

    /** Whether a frame can be the one of that number in the video, as far as its checksum is known. */
    public boolean admits(long number, long frameSum) {
        OptionalInt place = place(number);
        return place.isEmpty() || border.get(place.getAsInt()) == frameSum;
    }

    /** Whether only some frames of the shot are known by their own checksums, and this is one of them. */
    public boolean knows(long number) {
        return place(number).isPresent();
    }

    /** Number of the last frame in the video. */
    public long last() {
        return first + frames - 1;
    }
}
