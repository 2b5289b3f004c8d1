package org.zvideo.video.request;

import java.nio.file.Path;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;

/**
 * What is stylized.
 *
 * @param file    a video, a picture, or the pattern of numbered pictures such as {@code frames/%04d.png}
 * @param clip    the part of a video
 * @param reading what is accepted of the file, and which of its sound tracks are kept
 */
public record Source(Path file, Clip clip, ReadOptions reading) {
    /** The whole file, read with the default limits. */
    public static Source of(Path file) {
        return new Source(file, Clip.WHOLE, ReadOptions.DEFAULT);
    }
}
