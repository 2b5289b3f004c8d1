package org.zvideo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.diffusion.DualPath.EarlierFrames;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.torch.Placement;

/** What the next frame of a shot needs of the first frame and of the newest one. Owns their features. */
final class ShotMemory implements AutoCloseable {
    private FrameFeatures first;
    private FrameFeatures newest;

    /** The frames before the next one; empty before the first. */
    Optional<EarlierFrames> earlierFrames() {
        return first == null ? Optional.empty() : Optional.of(new EarlierFrames(first, newest));
    }

    /** Takes over the features of a frame that is done. */
    void add(FrameFeatures features) {
        if (first == null) {
            first = features;
        } else if (newest != first) {
            newest.close();
        }
        newest = features;
    }

    /** Writes the features of the newest frame and waits until the disk has them; false if there are none. */
    boolean save(Path file) throws IOException {
        if (newest == null) {
            return false;
        }
        newest.write(file);
        return true;
    }

    /** Reads what {@link #save} wrote after the first frame and after the newest one. */
    void restore(Path ofFirst, Path ofNewest, MemorySaving memory, Placement placement) {
        close();
        first = FrameFeatures.read(ofFirst, memory, placement);
        newest = ofFirst.equals(ofNewest) ? first : FrameFeatures.read(ofNewest, memory, placement);
    }

    /** Bytes that are held. */
    long bytes() {
        return first == null ? 0 : first.bytes() + (newest == first ? 0 : newest.bytes());
    }

    @Override
    public void close() {
        if (first != null) {
            first.close();
            newest.close();
        }
    }
}
