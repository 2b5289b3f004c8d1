package org.zvideo.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleFeatures;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.diffusion.Trajectory;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.metrics.StyleDifference;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.unet.TokenGrid;

/**
 * Runs the method on still pictures and looks inside. Made by {@link org.zvideo.core.StyleTransfer#analysis}.
 *
 * @param model   lives longer than this
 * @param options of the method
 * @param picture a picture as it goes into the model, [1, 3, H, W]
 */
public record Analysis(LatentDiffusion model, DualPathOptions options, Encoding picture) {
    /** How pictures become tensors [1, 3, H, W] of a size the model takes. */
    public interface Encoding {
        /** Padded at the right and below. */
        Tensor content(RgbImage picture);

        /** Center-cropped. */
        Tensor style(RgbImage picture);

        /** The sizes of a content picture inside. */
        FrameGeometry geometry(RgbImage picture);
    }

    /** A place in a picture, in its pixels. */
    public record Point(int x, int y) {}

    /**
     * Figs. 3 and 4 at one edited layer and step.
     *
     * @param points whose queries' histograms are wanted, in pixels of the content
     * @throws IllegalArgumentException if no style acts there, or a point lies outside
     */
    public AttentionFigures attention(
            RgbImage content,
            RgbImage style,
            double lambda,
            AttentionSite site,
            List<Point> points,
            FrameObserver observer) {
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("analysis");
                TensorOwner owner = new TensorOwner("analysis")) {
            Tensor latent = encoded(picture.content(content));
            int[] grid = grid(latent, site.layer());
            List<Integer> tokens =
                    points.stream().map(point -> token(point, content, grid)).toList();
            int[] done = new int[1];
            Runnable progress = () -> observer.progress(++done[0], 2 * (options.inversionSteps() + options.steps()));
            AttentionProbe probe = new AttentionProbe(site, tokens, progress);
            DualPath path = path(options);
            try (StyleFeatures features = path.style(encoded(picture.style(style)), DenoisingListener.NONE, progress)) {
                path.stylize(
                        latent,
                        List.of(StyleReference.of(features, lambda, Optional.empty())),
                        Optional.empty(),
                        Optional.empty(),
                        owner,
                        probe);
            }
            return probe.figures(grid[0], grid[1]);
        }
    }

    /** Fig. 6 on the outputs of the last edited layer. */
    public StyleCurves styleDifference(RgbImage content, RgbImage style, double lambda, FrameObserver observer) {
        int steps = options.steps();
        int[] done = new int[1];
        Runnable progress = () -> observer.progress(++done[0], 4 * (options.inversionSteps() + steps));
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("analysis");
                TensorOwner owner = new TensorOwner("analysis")) {
            Tensor latent = encoded(picture.content(content));
            Tensor styleLatent = encoded(picture.style(style));
            Outputs styleOutputs = new Outputs(owner, progress);
            // Whatever the edits are, the style runs at every step.
            DualPathOptions everywhere = options.withEdit(
                    options.edit().withArrangement(Arrangement.REWEIGHT).withSteps(new StepRange(0, steps)));
            try (StyleFeatures features = path(everywhere).style(styleLatent, styleOutputs, progress)) {
                List<Outputs> outputs = new ArrayList<>(List.of(styleOutputs));
                for (DualPathOptions edits : List.of(
                        options.reconstruction(),
                        options.withEdit(options.edit().withSain(Sain.Mode.NONE)),
                        options)) {
                    Outputs kept = new Outputs(owner, progress);
                    path(edits)
                            .stylize(
                                    latent,
                                    List.of(StyleReference.of(features, lambda, Optional.empty())),
                                    Optional.empty(),
                                    Optional.empty(),
                                    owner,
                                    kept);
                    outputs.add(kept);
                }
                return curves(outputs, grid(styleLatent, layer()), grid(latent, layer()));
            }
        }
    }

    private StyleCurves curves(List<Outputs> outputs, int[] styleGrid, int[] grid) {
        int steps = options.steps();
        double[][] curves = new double[outputs.size() - 1][steps];
        List<List<RgbImage>> features = new ArrayList<>();
        for (int j = 0; j < steps; j++) {
            int step = j;
            List<Tensor> tokens = outputs.stream()
                    .map(kept -> kept.tokens.floorEntry(step).getValue())
                    .toList();
            for (int n = 0; n < curves.length; n++) {
                curves[n][j] = StyleDifference.between(tokens.get(n + 1), tokens.get(0));
            }
            features.add(PrincipalComponents.pictures(tokens, List.of(styleGrid, grid, grid, grid)));
        }
        return new StyleCurves(curves[0], curves[1], curves[2], features);
    }

    /** Fig. 5: per-channel mean and variance of a style's inverted noise. */
    public NoiseStatistics noise(RgbImage style, FrameObserver observer) {
        int[] done = new int[1];
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("analysis");
                Trajectory trajectory = path(options)
                        .invertExactly(
                                encoded(picture.style(style)),
                                () -> observer.progress(++done[0], options.inversionSteps()))) {
            Tensor noise = trajectory.noise();
            return new NoiseStatistics(
                    Ops.doubles(Ops.mean(noise, 2, 3)), Ops.doubles(noise.var(new long[] {2, 3}, false, false)));
        }
    }

    private DualPath path(DualPathOptions with) {
        return new DualPath(model, with);
    }

    private Tensor encoded(Tensor image) {
        return model.vae().encode(model.placement().toLatentFormat(image));
    }

    private int layer() {
        return options.edit().layers().last();
    }

    /** {rows, columns} of a layer's tokens. */
    private int[] grid(Tensor latent, int layer) {
        TokenGrid grid = TokenGrid.of(model.unetConfig(), latent, layer);
        return new int[] {grid.rows(), grid.columns()};
    }

    private int token(Point point, RgbImage content, int[] grid) {
        if (point.x < 0 || point.y < 0 || point.x >= content.width() || point.y >= content.height()) {
            throw new ZvideoException(
                    ErrorKind.USAGE,
                    "point " + point.x + "," + point.y + ": outside the picture of " + content.width() + "x"
                            + content.height());
        }
        FrameGeometry size = picture.geometry(content);
        double x = (point.x + 0.5) / content.width() * size.width() / size.paddedWidth();
        double y = (point.y + 0.5) / content.height() * size.height() / size.paddedHeight();
        return ((int) (y * grid[0])) * grid[1] + (int) (x * grid[1]);
    }

    /** Keeps the outputs of the last edited layer. */
    private final class Outputs implements DenoisingListener {
        /** By step; where the layer does not run, its last output stands. */
        private final NavigableMap<Integer, Tensor> tokens = new TreeMap<>();

        private final TensorOwner owner;
        private final Runnable progress;

        private Outputs(TensorOwner owner, Runnable progress) {
            this.owner = owner;
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
        public void attentionOutput(AttentionSite site, Tensor output) {
            if (site.layer() == layer() && site.step() != AttentionSite.INVERSION) {
                tokens.put(site.step(), owner.keep(output));
            }
        }
    }
}
