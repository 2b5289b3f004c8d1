package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Slot;

/**
 * Stands where the model would, in a chain whose frames are all kept: it makes none.
 *
 * @param folder the work folder, for messages
 */
record KeptFrames(Path folder) implements FrameModel {
    @Override
    public void make(Collection<Slot> slots) {}

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        throw missing(frame.number());
    }

    MediaException missing(long frame) {
        return new MediaException(
                ErrorKind.BAD_INPUT,
                "work folder " + folder + ": frame " + frame + " is not in it, or damaged",
                Remedy.of(Remedy.Id.KEEP_WORK));
    }

    @Override
    public void end(Consumer<ModelFrame> out) {}

    @Override
    public boolean save(Path file) {
        return false;
    }

    @Override
    public void restore(long shotStart, Path ofFirst, Path ofPrevious) {}

    @Override
    public void close() {}
}
