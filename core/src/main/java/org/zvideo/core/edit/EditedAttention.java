package org.zvideo.core.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.attention.ScaledDotProduct;

/**
 * The content path's self-attention: in the edited layers the content block may come from other frames (Eq. 18, at
 * every step), and in the edited steps the styles join it (Eq. 7–11, 24). Elsewhere it is plain.
 *
 * @param layers      edited layers
 * @param steps       steps in which the styles act
 * @param arrangement how; empty for none
 * @param styles      what the styles projected
 * @param interFrame  the other frames; empty for the first frame of a shot and for still pictures
 * @param listener    receives what every layer does
 */
public record EditedAttention(
        LayerRange layers,
        StepRange steps,
        Optional<StyleArrangement> arrangement,
        List<StyleSource> styles,
        Optional<InterFrameAttention> interFrame,
        EditListener listener)
        implements AttentionProcessor {
    /**
     * What a style projected, and how it acts.
     *
     * @param lambda λ_n, the weight of its logits
     * @param weight of its attention, more than 0 and at most 1: its logits are raised by the logarithm of this
     * @param mask   where it acts; empty for everywhere
     */
    public record StyleSource(KeyValueStore store, double lambda, double weight, Optional<RegionMask> mask) {}

    @Override
    public Tensor attend(AttentionSite site, Tensor query, Tensor key, Tensor value) {
        if (!layers.contains(site.layer())) {
            return ScaledDotProduct.attention(query, key, value);
        }
        ContentBlock content = interFrame
                .map(frames -> frames.content(site, key, value))
                .orElseGet(() -> new ContentBlock(key, value, 0));
        if (arrangement.isEmpty() || styles.isEmpty() || !steps.contains(site.step())) {
            return ScaledDotProduct.attention(query, content.key(), content.value());
        }
        List<StyleBlock> blocks = new ArrayList<>();
        for (StyleSource style : styles) {
            KeyValue block = style.store().get(site, key);
            blocks.add(new StyleBlock(
                    block.key(),
                    block.value(),
                    style.lambda(),
                    Math.log(style.weight()),
                    style.mask().map(mask -> mask.tokens(query.size(1))).orElse(null)));
        }
        listener.mixing(site, query.detach(), content, blocks);
        return arrangement.get().mix(query, content, blocks);
    }

    @Override
    public void output(AttentionSite site, Tensor output) {
        listener.attentionOutput(site, output);
    }
}
