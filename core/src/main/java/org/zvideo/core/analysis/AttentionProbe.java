package org.zvideo.core.analysis;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.edit.ContentBlock;
import org.zvideo.core.edit.StyleBlock;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.metrics.AttentionCosine;
import org.zvideo.core.torch.Ops;

/** Looks into one edited layer at one step: the numbers of Figs. 3 and 4. */
final class AttentionProbe implements DenoisingListener {
    private static final int BINS = 100;

    private final AttentionSite site;
    private final List<Integer> tokens;
    private float @Nullable [] cosine;
    private List<Histogram> logits = List.of();
    private List<Histogram> probabilities = List.of();
    private List<Histogram> reweighted = List.of();
    private final Runnable progress;

    /** @param tokens of the queries whose histograms are wanted */
    AttentionProbe(AttentionSite site, List<Integer> tokens, Runnable progress) {
        this.site = site;
        this.tokens = tokens;
        this.progress = progress;
    }

    @Override
    public void prepared() {
        progress.run();
    }

    @Override
    public void step(int step, Tensor latent, Tensor original, double energy) {
        progress.run();
    }

    @Override
    public void mixing(AttentionSite here, Tensor query, ContentBlock content, List<StyleBlock> styles) {
        if (!here.equals(site)) {
            return;
        }
        StyleBlock style = styles.get(0);
        cosine = Ops.floats(AttentionCosine.of(
                query, new KeyValue(content.key(), content.value()), new KeyValue(style.key(), style.value())));
        List<float[]> before = new ArrayList<>();
        List<float[]> after = new ArrayList<>();
        List<float[]> under = new ArrayList<>();
        for (int token : tokens) {
            Tensor one = query.narrow(1, token, 1); // [H, 1, d]
            Tensor styleLogits = ScaledDotProduct.logits(one, style.key()); // [H, 1, M]
            before.add(Ops.floats(styleLogits));
            after.add(Ops.floats(ScaledDotProduct.probabilities(styleLogits)));
            Tensor both = Ops.cat(
                    2, List.of(Ops.times(styleLogits, style.lambda()), ScaledDotProduct.logits(one, content.key())));
            under.add(Ops.floats(ScaledDotProduct.probabilities(both).narrow(2, 0, styleLogits.size(2))));
        }
        logits = Histogram.together(before, BINS);
        probabilities = Histogram.together(after, BINS);
        reweighted = Histogram.together(under, BINS);
    }

    AttentionFigures figures(int rows, int columns) {
        if (cosine == null) {
            throw new ZvideoException(
                    ErrorKind.USAGE,
                    "layer " + site.layer() + ", step " + site.step()
                            + ": no style acts there; choose an edited layer and step");
        }
        return new AttentionFigures(rows, columns, cosine, tokens, logits, probabilities, reweighted);
    }
}
