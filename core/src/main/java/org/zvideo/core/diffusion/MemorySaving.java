package org.zvideo.core.diffusion;

import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.edit.KeyValueStore;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.os.PathLimit;

/**
 * How memory is saved.
 *
 * @param storage     of the keys and values that frames and styles leave for later
 * @param folder      for those that lie in files; empty for the system's temporary one
 * @param checkpoints whether the gradient through the U-Net is computed stage by stage, at the price of computing each stage
 *                    twice; the same numbers up to rounding
 */
public record MemorySaving(KeyValueStorage storage, Optional<Path> folder, boolean checkpoints) {
    /** Nothing is saved. */
    public static final MemorySaving NONE = new MemorySaving(KeyValueStorage.MEMORY, false);

    /** Files, if there are any, go to the system's temporary folder. */
    public MemorySaving(KeyValueStorage storage, boolean checkpoints) {
        this(storage, Optional.empty(), checkpoints);
    }

    /**
     * The same settings, with another folder for files where they are used.
     *
     * @throws ZvideoException of the kind {@link ErrorKind#CANNOT_CREATE} if files in it have longer paths than can be opened
     */
    public MemorySaving in(Path other) {
        return in(other, PathLimit.here());
    }

    MemorySaving in(Path other, PathLimit limit) {
        if (storage != KeyValueStorage.DISK) {
            return this;
        }
        limit.exceededBy(other.resolve(KeyValueStorage.LONGEST_NAME)).ifPresent(why -> {
            throw new ZvideoException(
                    ErrorKind.CANNOT_CREATE,
                    "keys and values in files: " + why
                            + "; choose an output with a shorter path, or allow them more memory");
        });
        return new MemorySaving(storage, Optional.of(other), checkpoints);
    }

    /** An empty store; the name says whose keys and values it holds. */
    KeyValueStore store(String name) {
        return new KeyValueStore(name, storage, folder);
    }
}
