package org.zvideo.video.filter;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacv.Frame;

/** What a filter remembers of the frames before, as files. */
public interface ShotState {
    /**
     * Writes what the newest frame leaves for those to come, and waits until the disk has it.
     *
     * @return false if frames leave nothing behind
     */
    boolean save(Path file) throws IOException;

    /** Goes on in a shot after a frame; both files are what {@link #save} wrote after the shot's first frame and that one. */
    void restore(Path ofFirst, Path ofPrevious);

    /**
     * The result of the next frame is there already: it counts as done.
     *
     * @param first whether it begins a shot
     */
    void pass(Frame frame, boolean first);
}
