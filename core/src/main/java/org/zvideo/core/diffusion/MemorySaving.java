package org.zvideo.core.diffusion;

import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.edit.KeyValueStore;

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

    /** The same settings, with another folder for files where they are used. */
    public MemorySaving in(Path other) {
        return storage == KeyValueStorage.DISK ? new MemorySaving(storage, Optional.of(other), checkpoints) : this;
    }

    /** An empty store; the name says whose keys and values it holds. */
    KeyValueStore store(String name) {
        return new KeyValueStore(name, storage, folder);
    }
}
