package org.zvideo.core;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.edit.ContentBlock;
import org.zvideo.core.edit.CrossAttentionReweighting;
import org.zvideo.core.edit.InterFrameAttention;
import org.zvideo.core.edit.StyleBlock;
import org.zvideo.core.image.AttentionMap;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.metrics.StyleDifference;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.unet.TokenGrid;
import org.zvideo.core.unet.UNetConfig;

/** Turns the tensors that the dual path reports into the plain values that an observer receives. */
final class FrameListener implements DenoisingListener {
    private final LatentDiffusion model;
    private final DualPath path;
    private final List<Style> styles;
    private final List<Double> weights;
    private final Optional<StyleShares> shares;
    private final FrameObserver observer;
    private final FrameGeometry size;
    private final Tensor content;
    private final boolean attends;
    private final int runs;
    private final DoubleSummaryStatistics energies = new DoubleSummaryStatistics();
    private double styleDifference = Double.NaN;
    private int done;

    /**
     * @param weights of the styles in a mix
     * @param shares  told how attention is divided among the styles, where that is wanted
     * @param content clean latent of the frame
     * @param attends whether it attends to frames before it in its shot
     * @param runs    of the U-Net that it takes
     */
    FrameListener(
            LatentDiffusion model,
            DualPath path,
            List<Style> styles,
            List<Double> weights,
            Optional<StyleShares> shares,
            FrameObserver observer,
            FrameGeometry size,
            Tensor content,
            boolean attends,
            int runs) {
        this.model = model;
        this.path = path;
        this.styles = styles;
        this.weights = weights;
        this.shares = shares.filter(StyleShares::needAttention);
        this.observer = observer;
        this.size = size;
        this.content = content;
        this.attends = attends;
        this.runs = runs;
        this.done = path.options().inversionSteps();
    }

    /** Eq. 14 at the last step in which styles act, mean over the styles by their weights; NaN without style. */
    double styleDifference() {
        return styleDifference;
    }

    /** Reports what was measured on the way. */
    void finished() {
        observer.measured(energies.getCount() == 0 ? Double.NaN : energies.getAverage(), styleDifference);
    }

    @Override
    public void prepared() {
        observer.progress(++done, runs);
    }

    @Override
    public void inverted(Tensor noise) {
        if (observer.wantsDetails()) {
            observer.invertedNoise((int) noise.size(1), (int) noise.size(2), (int) noise.size(3), Ops.floats(noise));
        }
    }

    @Override
    public void step(int step, Tensor latent, Tensor original, double energy) {
        if (!Ops.finite(latent)) {
            throw new NonFiniteException("step " + step + ": the latent holds NaN or infinite values");
        }
        if (energy > 0) {
            energies.accept(energy);
        }
        if (observer.wantsDetails()) {
            observer.step(step, Pictures.toImage(FrameCodec.enlarged(model.vae().decode(original), size)), energy);
        }
        observer.progress(++done, runs);
    }

    @Override
    public void attentionOutput(AttentionSite site, Tensor output) {
        if (site.equals(path.lastStyled())) {
            styleDifference = differenceOf(StyleDifference.gram(output.detach()));
        }
    }

    private double differenceOf(Tensor gram) {
        if (weights.stream().allMatch(weight -> weight == 1)) {
            return styles.stream()
                    .flatMap(style -> style.features().gram().stream())
                    .mapToDouble(style -> StyleDifference.ofGrams(gram, style))
                    .average()
                    .orElse(Double.NaN);
        }
        double sum = 0;
        double total = 0;
        for (int n = 0; n < styles.size(); n++) {
            Optional<Tensor> style = styles.get(n).features().gram();
            if (style.isPresent()) {
                sum += weights.get(n) * StyleDifference.ofGrams(gram, style.get());
                total += weights.get(n);
            }
        }
        return total == 0 ? Double.NaN : sum / total;
    }

    @Override
    public void mixing(AttentionSite site, Tensor query, ContentBlock content, List<StyleBlock> blocks) {
        if (shares.isPresent()
                && site.equals(path.lastStyled())
                && path.options().edit().mixing().orElse(null) instanceof CrossAttentionReweighting reweighting) {
            shares.get()
                    .attention(
                            reweighting.styleShares(query, content, blocks),
                            TokenGrid.of(model.unetConfig(), this.content, site.layer()));
        }
        if (observer.wantsDetails()
                && path.options().edit().mixing().orElse(null) instanceof CrossAttentionReweighting reweighting) {
            observer.styleMass(site.layer(), site.step(), reweighting.styleMass(query, content, blocks));
            if (site.layer() == path.options().edit().layers().first()) {
                observer.attention(map(site, reweighting.weights(query, content, blocks)));
            }
        }
    }

    private AttentionMap map(AttentionSite site, Tensor weights) {
        UNetConfig config = model.unetConfig();
        TokenGrid own = TokenGrid.of(config, content, site.layer());
        List<AttentionMap.Block> blocks = new ArrayList<>();
        for (int n = 0; n < styles.size(); n++) {
            TokenGrid grid = TokenGrid.of(config, styles.get(n).features().noise(), site.layer());
            blocks.add(new AttentionMap.Block("style-" + n, grid.rows(), grid.columns()));
        }
        for (InterFrameAttention.Source source :
                attends ? path.options().ties().attend() : List.of(InterFrameAttention.Source.SELF)) {
            blocks.add(new AttentionMap.Block(source.name().toLowerCase(Locale.ROOT), own.rows(), own.columns()));
        }
        return new AttentionMap(
                site.layer(),
                site.step(),
                own.rows(),
                own.columns(),
                (double) size.width() / size.paddedWidth(),
                (double) size.height() / size.paddedHeight(),
                blocks,
                Ops.floats(weights));
    }
}
