package org.zvideo.core.edit;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.Tiling;

/**
 * What stands in for the content's own keys and values in an edited layer.
 *
 * @param key         [H, M, d]
 * @param value       [H, M, d]
 * @param logitOffset added to every content logit: −ln(number of blocks) when they are balanced, else 0
 */
public record ContentBlock(Tensor key, Tensor value, double logitOffset) {
    ContentBlock of(Tiling.Part heads) {
        return new ContentBlock(heads.ofHeads(key), heads.ofHeads(value), logitOffset);
    }
}
