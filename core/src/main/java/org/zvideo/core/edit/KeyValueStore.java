package org.zvideo.core.edit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * The keys and values that a pass projected, by layer and step. Owns its tensors. One thread may fill it while others read
 * what is there.
 */
public final class KeyValueStore implements AutoCloseable {
    private final TensorOwner owner;
    private final KeyValueStorage storage;
    private final KeyValueFiles files;
    private final Map<AttentionSite, KeyValue> blocks = new ConcurrentHashMap<>();
    /** Whether each block that was put since the last time is finite, a number [1] each. */
    private final List<Tensor> unverified = new ArrayList<>();

    private final TensorOwner flags;
    /** Where its blocks were read from; empty where they were computed here. */
    private Optional<String> origin = Optional.empty();

    /** An empty store; the name says whose keys and values it holds. */
    public KeyValueStore(String name, KeyValueStorage storage) {
        this(name, storage, Optional.empty());
    }

    /** @param folder for files; empty for the system's temporary one */
    public KeyValueStore(String name, KeyValueStorage storage, Optional<Path> folder) {
        this(name, storage, new KeyValueFiles(folder.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))));
    }

    KeyValueStore(String name, KeyValueStorage storage, KeyValueFiles files) {
        owner = new TensorOwner(name);
        flags = new TensorOwner(name + ", flags");
        this.storage = storage;
        this.files = files;
    }

    /** Says that what is put from now on comes from a file, which may hold anything. */
    public void comesFrom(String file) {
        origin = Optional.of(file);
    }

    /** Keeps a block. In float16 it may have overflowed, which {@link #verify} finds. */
    public void put(AttentionSite site, Tensor key, Tensor value) {
        if (key.scalar_type().intern() == ScalarType.Half) {
            Tensor finite = key.isfinite().all().logical_and(value.isfinite().all());
            unverified.add(flags.keep(finite.reshape(1)));
        }
        blocks.put(
                site, new KeyValue(owner.keep(storage.stored(key, files)), owner.keep(storage.stored(value, files))));
    }

    /**
     * Looks at all blocks that were put since the last time: at once, since a GPU has to finish its work for an answer.
     *
     * @param step that they belong to
     * @throws NonFiniteException if one overflowed: its own frame may not meet it, but those after it would
     */
    public void verify(int step) {
        if (unverified.isEmpty()) {
            return;
        }
        boolean finite;
        try (TensorScope scope = TensorScope.open("verification")) {
            finite = Ops.cat(0, unverified).all().item_bool();
        }
        unverified.clear();
        flags.clear();
        if (!finite) {
            throw new NonFiniteException("step " + step + ": keys or values hold NaN or infinite values");
        }
    }

    /**
     * The block of a site; it is an error to ask for one that was not recorded.
     *
     * @param meeting the keys or values that it will meet, on whose device and in whose format it is wanted
     */
    public KeyValue get(AttentionSite site, Tensor meeting) {
        KeyValue block = blocks.get(site);
        if (origin.isPresent() && (block == null || !fits(block, meeting))) {
            throw new ZvideoException(
                    ErrorKind.BAD_INPUT,
                    origin.get() + ": it does not hold the keys and values that this frame needs; it is damaged",
                    Remedy.of(Remedy.Id.START_OVER),
                    null);
        }
        if (block == null) {
            throw new IllegalStateException("no keys and values were recorded at " + site);
        }
        return new KeyValue(
                block.key().to(meeting.device(), meeting.scalar_type()),
                block.value().to(meeting.device(), meeting.scalar_type()));
    }

    private static boolean fits(KeyValue block, Tensor meeting) {
        return block.key().size(0) == meeting.size(0)
                && block.key().size(1) == meeting.size(1)
                && block.key().size(2) == meeting.size(2);
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
        forget();
        owner.clear();
        files.remove();
    }

    @Override
    public void close() {
        forget();
        owner.close();
        flags.close();
        files.remove();
    }

    private void forget() {
        blocks.clear();
        unverified.clear();
        flags.clear();
    }
}
