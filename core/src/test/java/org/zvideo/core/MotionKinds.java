package org.zvideo.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameTrack;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.diffusion.StyleFeatures;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.diffusion.WindowPath;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.diffusion.WindowedNoise;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.unet.MiddleOfWindow;
import org.zvideo.core.unet.MotionModule;
import org.zvideo.core.unet.MotionNorm;
import org.zvideo.core.unet.PositionalEncoding;
import org.zvideo.core.unet.UNetRun;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelSource;

/** How the outputs of the golden cases with motion modules are computed with the product's own classes. */
final class MotionKinds implements AutoCloseable {
    private final Path root;
    private final Placement placement;
    private final Map<String, LatentDiffusion> models = new HashMap<>();
    /** Ends with the JVM. */
    private final TensorOwner kept = new TensorOwner("golden outputs");

    MotionKinds(Path root, Placement placement) {
        this.root = root;
        this.placement = placement;
    }

    Map<String, Tensor> compute(GoldenCase c) {
        return switch (c.kind()) {
            case "motion-module" -> Map.of("frames", Ops.cat(0, module(c).forward(c.numbered("map"))));
            case "motion-positions" -> Map.of("positions", PositionalEncoding.of(32, 40));
            case "motion-schedule" -> GoldenKinds.schedule(model(c).schedule(), c);
            case "motion-unet" -> unet(c);
            case "motion-middle" ->
                Map.of(
                        "frames",
                        Ops.cat(
                                0,
                                MiddleOfWindow.of(
                                        model(c),
                                        c.numbered("map"),
                                        c.parameters().get("timestep").asInt())));
            case "motion-windows" -> windows(c);
            case "motion-reconstruct" -> reconstruct(c);
            case "motion-stylize" -> stylize(c);
            default -> throw new IllegalArgumentException("unknown kind of golden case: " + c.kind());
        };
    }

    private LatentDiffusion model(GoldenCase c) {
        return model(c, c.parameters().get("motion").asText());
    }

    private LatentDiffusion model(GoldenCase c, String motion) {
        String norm = c.parameters().get("norm").asText();
        String lora = c.parameters().path("lora").asText();
        List<LoraFile> loras = lora.isEmpty()
                ? List.of()
                : List.of(new LoraFile(
                        root.resolve(lora), c.parameters().get("weight").asDouble()));
        Path place = root.resolve(c.description().get("model").asText());
        String inverting = c.parameters().path("inverting").asText();
        return models.computeIfAbsent(place + motion + norm + loras + inverting, key -> {
            try (ModelContainer own = ModelSource.of(place).open();
                    ModelContainer container = inverting.isEmpty()
                            ? own
                            : new InvertedByAnother(
                                    own, ModelSource.of(root.resolve(inverting)).open())) {
                return LatentDiffusion.load(
                        container,
                        placement,
                        Optional.of(new MotionSource(
                                root.resolve(motion),
                                Optional.of(MotionNorm.valueOf(norm.toUpperCase(Locale.ROOT))),
                                MotionSource.Betas.LINEAR,
                                loras)));
            }
        });
    }

    private MotionModule module(GoldenCase c) {
        String place = c.parameters().get("module").asText(); // down_blocks.1.motion_modules.0
        return model(c).motion()
                .orElseThrow()
                .modules()
                .get(place.replace("_blocks.", " ").replace("motion_modules.", ""));
    }

    private Map<String, Tensor> unet(GoldenCase c) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        LatentDiffusion model = model(c);
        List<Tensor> frames = c.numbered("content");
        for (int t : c.integers("timesteps")) {
            List<UNetRun> runs = IntStream.range(0, frames.size())
                    .mapToObj(frame -> new UNetRun(t, 0, (site, query, key, value) -> {
                        if (frame == 2 && site.layer() == 12) {
                            out.put("k12_t" + t, kept.keep(key));
                            out.put("v12_t" + t, kept.keep(value));
                        }
                        return ScaledDotProduct.attention(query, key, value);
                    }))
                    .toList();
            out.put(
                    "window_eps_t" + t,
                    Ops.cat(
                            0,
                            model.predictor()
                                    .unet()
                                    .forward(
                                            frames,
                                            model.predictor().prompt(),
                                            runs,
                                            model.motion().orElseThrow())));
        }
        return out;
    }

    private static WindowSize size(GoldenCase c) {
        return new WindowSize(
                c.parameters().get("window").asInt(),
                c.parameters().get("overlap").asInt());
    }

    private Map<String, Tensor> windows(GoldenCase c) {
        LatentDiffusion model = model(c);
        List<Tensor> frames = c.numbered("content");
        return Map.of(
                "window_eps",
                Ops.cat(
                        0,
                        WindowedNoise.of(
                                model,
                                frames,
                                size(c),
                                c.parameters().get("timestep").asInt())));
    }

    /** Everything that is compared of a frame. */
    private final class Recorder implements DenoisingListener {
        private final List<Tensor> x = new ArrayList<>();
        private Tensor noise;

        @Override
        public void inverted(Tensor inverted) {
            noise = kept.keep(inverted);
        }

        @Override
        public void start(Tensor latent) {
            x.add(kept.keep(latent));
        }

        @Override
        public void step(int step, Tensor latent, Tensor original, double energy) {
            x.add(kept.keep(latent));
        }
    }

    private Map<String, Tensor> reconstruct(GoldenCase c) {
        DualPathOptions plain = GoldenRuns.options(c.parameters(), 1).reconstruction();
        DualPath path = new DualPath(model(c), plain);
        List<Recorder> runs = run(c, path, List.of(), c.numbered("content"), new ArrayList<>());
        return Map.of(
                "window_noise",
                Ops.cat(0, runs.stream().map(run -> run.noise).toList()),
                "window_x_step1",
                Ops.cat(0, runs.stream().map(run -> run.x.get(1)).toList()),
                "window_x_final",
                Ops.cat(0, runs.stream().map(run -> run.x.get(plain.steps())).toList()));
    }

    private Map<String, Tensor> stylize(GoldenCase c) {
        DualPathOptions options = GoldenRuns.options(c.parameters(), 1);
        DualPath path = new DualPath(model(c), options);
        List<StyleReference> styles = new ArrayList<>();
        for (Tensor latent : c.numbered("style")) {
            StyleFeatures features = path.style(latent, DenoisingListener.NONE, () -> {});
            styles.add(StyleReference.of(features, c.lambdas()[styles.size()], Optional.empty()));
        }
        List<FrameTrack> tracks = new ArrayList<>();
        List<Recorder> runs = new ArrayList<>();
        for (int count : c.integers("stretches")) {
            List<Tensor> contents = c.numbered("content").subList(runs.size(), runs.size() + count);
            runs.addAll(run(c, path, styles, contents, tracks));
        }
        return Map.of(
                "window_w",
                GoldenKinds.vector(weights(c, styles, runs, options)),
                "window_x_step0",
                Ops.cat(0, runs.stream().map(run -> run.x.get(0)).toList()),
                "window_x_step1",
                Ops.cat(0, runs.stream().map(run -> run.x.get(1)).toList()),
                "window_x_final",
                Ops.cat(0, runs.stream().map(run -> run.x.get(options.steps())).toList()));
    }

    private double[] weights(GoldenCase c, List<StyleReference> styles, List<Recorder> runs, DualPathOptions options) {
        List<Double> weights = new ArrayList<>();
        int first = 0;
        for (int count : c.integers("stretches")) {
            for (var window : org.zvideo.core.diffusion.Window.over(first, first + count, size(c))) {
                List<Tensor> noise = runs.subList(window.begin(), window.end()).stream()
                        .map(run -> run.noise)
                        .toList();
                weights.add(options.edit()
                        .sain()
                        .weight(
                                Ops.cat(2, noise),
                                GoldenKinds.noises(
                                        styles.stream()
                                                .map(StyleReference::noise)
                                                .toList(),
                                        c.lambdas())));
            }
            first += count;
        }
        return weights.stream().mapToDouble(w -> w).toArray();
    }

    /** Stylizes the next frames of a shot, and adds their tracks. */
    private List<Recorder> run(
            GoldenCase c, DualPath path, List<StyleReference> styles, List<Tensor> contents, List<FrameTrack> tracks) {
        int first = tracks.size();
        contents.forEach(content -> tracks.add(new FrameTrack(content, List.of(), true)));
        List<List<StyleReference>> ofFrames =
                tracks.stream().map(track -> styles).toList();
        WindowPath window = new WindowPath(path, model(c).motion().orElseThrow(), tracks, ofFrames, first, size(c));
        window.invert(() -> {});
        List<Recorder> runs = contents.stream().map(content -> new Recorder()).toList();
        window.stylize(runs, kept);
        return runs;
    }

    @Override
    public void close() {
        models.values().forEach(LatentDiffusion::close);
    }
}
