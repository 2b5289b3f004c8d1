package org.zvideo.core.attention;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.TensorOwner;

/** The keys and values that a pass projected, by layer and step. Owns its tensors. */
public final class KeyValueStore implements AutoCloseable {
    private final TensorOwner owner;
    private final Map<AttentionSite, KeyValue> blocks = new HashMap<>();

    /** An empty store; the name says whose keys and values it holds. */
    public KeyValueStore(String name) {
        owner = new TensorOwner(name);
    }

    public void put(AttentionSite site, Tensor key, Tensor value) {
        blocks.put(site, new KeyValue(owner.keep(key.detach()), owner.keep(value.detach())));
    }

    /** The block of a site; it is an error to ask for one that was not recorded. */
    public KeyValue get(AttentionSite site) {
        KeyValue block = blocks.get(site);
        if (block == null) {
            throw new IllegalStateException("no keys and values were recorded at " + site);
        }
        return block;
    }

    public long bytes() {
        return owner.bytes();
    }

    @Override
    public void close() {
        blocks.clear();
        owner.close();
    }
}
