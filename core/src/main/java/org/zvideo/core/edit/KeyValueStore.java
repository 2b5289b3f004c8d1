package org.zvideo.core.edit;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;

/**
 * The keys and values that a pass projected, by layer and step. Owns its tensors. One thread may fill it while others read
 * what is there.
 */
public final class KeyValueStore implements AutoCloseable {
    private final TensorOwner owner;
    private final KeyValueStorage storage;
    private final Path folder;
    private final Map<AttentionSite, KeyValue> blocks = new ConcurrentHashMap<>();

    /** An empty store; the name says whose keys and values it holds. */
    public KeyValueStore(String name, KeyValueStorage storage) {
        this(name, storage, Optional.empty());
    }

    /** @param folder for files; empty for the system's temporary one */
    public KeyValueStore(String name, KeyValueStorage storage, Optional<Path> folder) {
        owner = new TensorOwner(name);
        this.storage = storage;
        this.folder = folder.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * Keeps a block.
     *
     * @throws NonFiniteException if it overflowed in float16: its own frame may not meet it, but those after it would
     */
    public void put(AttentionSite site, Tensor key, Tensor value) {
        if (key.scalar_type().intern() == ScalarType.Half && !(Ops.finite(key) && Ops.finite(value))) {
            throw new NonFiniteException(
                    "step " + site.step() + ", layer " + site.layer() + ": keys or values hold NaN or infinite values");
        }
        blocks.put(
                site, new KeyValue(owner.keep(storage.stored(key, folder)), owner.keep(storage.stored(value, folder))));
    }

    /**
     * The block of a site; it is an error to ask for one that was not recorded.
     *
     * @param type number format of the queries that it will meet
     */
    public KeyValue get(AttentionSite site, ScalarType type) {
        KeyValue block = blocks.get(site);
        if (block == null) {
            throw new IllegalStateException("no keys and values were recorded at " + site);
        }
        return new KeyValue(block.key().to(type), block.value().to(type));
    }

    /** All blocks, as they are stored. */
    public Map<AttentionSite, KeyValue> blocks() {
        return Collections.unmodifiableMap(blocks);
    }

    public long bytes() {
        return owner.bytes();
    }

    /** Frees all blocks; others may be kept afterwards. Nobody may be reading. */
    public void clear() {
        blocks.clear();
        owner.clear();
    }

    @Override
    public void close() {
        blocks.clear();
        owner.close();
    }
}
