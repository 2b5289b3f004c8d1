package org.zvideo.core.edit;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;

/**
 * Keeps what the edited layers projected in a pass (before any replacement) and leaves the mixing to another processor.
 */
public record KeyValueRecorder(AttentionProcessor processor, LayerRange layers, KeyValueStore store)
        implements AttentionProcessor {
    @Override
    public Tensor attend(AttentionSite site, Tensor query, Tensor key, Tensor value) {
        if (layers.contains(site.layer())) {
            store.put(site, key, value);
        }
        return processor.attend(site, query, key, value);
    }

    @Override
    public void output(AttentionSite site, Tensor output) {
        processor.output(site, output);
    }
}
