package org.zvideo.video.stage;

import java.io.IOException;
import java.nio.file.Path;

/** What a stage remembers of the frames before, as files. */
public interface StageState {
    /**
     * Writes what the newest frame leaves for those to come, and waits until the disk has it.
     *
     * @return false if frames leave nothing behind
     */
    boolean save(Path file) throws IOException;

    /**
     * Whether a shot could continue from here with what {@link #save} writes: no frame that was given waits for others with which
     * it is worked on.
     */
    default boolean atRest() {
        return true;
    }

    /** Whether what {@link #save} writes is all that a shot needs to continue, without what its first frame left. */
    default boolean standsAlone() {
        return false;
    }

    /**
     * Continues a shot after one of its frames, as if the stage had seen the shot so far. Nothing may be under way.
     *
     * @param shotStart  number of the shot's first frame
     * @param ofFirst    what {@link #save} wrote after the first frame that the stage saw of the shot
     * @param ofPrevious what it wrote after the last frame before the one that comes next
     */
    void restore(long shotStart, Path ofFirst, Path ofPrevious);
}
