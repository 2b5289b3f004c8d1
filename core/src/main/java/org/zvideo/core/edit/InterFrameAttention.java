package org.zvideo.core.edit;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.torch.Ops;

/**
 * Eq. 18: the content block's keys and values become [K_0, K_{i−1}] and [V_0, V_{i−1}], those that frames 0 and i−1
 * themselves projected at that layer and step.
 *
 * @param attend   which frames, in that order; not empty
 * @param first    K, V of frame 0
 * @param previous K, V of frame i−1
 * @param balance  whether ln(number of blocks) is subtracted from the content logits, so that several content blocks
 *                 do not outweigh the style
 */
public record InterFrameAttention(List<Source> attend, KeyValueStore first, KeyValueStore previous, boolean balance) {
    /** A frame whose keys and values can be attended to. */
    public enum Source {
        FIRST,
        PREVIOUS,
        SELF
    }

    /** The content block of a layer whose own projections are {@code key} and {@code value}. */
    public ContentBlock content(AttentionSite site, Tensor key, Tensor value) {
        List<Tensor> keys = new ArrayList<>();
        List<Tensor> values = new ArrayList<>();
        for (Source source : attend) {
            KeyValue block = switch (source) {
                case FIRST -> first.get(site, key);
                case PREVIOUS -> previous.get(site, key);
                case SELF -> new KeyValue(key, value);
            };
            keys.add(block.key());
            values.add(block.value());
        }
        return new ContentBlock(Ops.cat(1, keys), Ops.cat(1, values), balance ? -Math.log(attend.size()) : 0);
    }
}
