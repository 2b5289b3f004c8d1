package org.zvideo.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.diffusion.Beyond;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.Estimate;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.NoiseSchedule;
import org.zvideo.core.diffusion.TimestepChoice;
import org.zvideo.core.diffusion.TimestepGrid;
import org.zvideo.core.diffusion.Trajectory;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.ContentBlock;
import org.zvideo.core.edit.InterFrameAttention;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.edit.KeyValueStore;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.edit.StyleBlock;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.metrics.AttentionCosine;
import org.zvideo.core.metrics.FrameDifference;
import org.zvideo.core.metrics.PatchDistance;
import org.zvideo.core.metrics.PatchDraws;
import org.zvideo.core.metrics.PerceptualLoss;
import org.zvideo.core.metrics.Vgg19;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.vae.Autoencoder;
import org.zvideo.core.vae.TinyBlock;
import org.zvideo.core.weights.InversionWeights;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.Weights;

/** How the outputs of each kind of golden case are computed with the product's own classes. */
final class GoldenKinds implements AutoCloseable {
    private final Path root;
    private final Placement placement;
    private final MotionKinds motion;
    private final Map<Loaded, LatentDiffusion> models = new HashMap<>();

    private record Loaded(ModelSource source, Optional<Path> inverting) {}

    GoldenKinds(Path root) {
        this(root, Placement.CPU_F32);
    }

    GoldenKinds(Path root, Placement placement) {
        this.root = root;
        this.placement = placement;
        this.motion = new MotionKinds(root, placement);
    }

    Map<String, Tensor> compute(GoldenCase c) {
        return switch (c.kind()) {
            case "text-null-prompt" ->
                Map.of("prompt_embeds", model(c).predictor().prompt().unsqueeze(0));
            case "schedule" -> schedule(model(c).schedule(), c);
            case "estimates" -> estimates(c);
            case "timestep-embedding" -> timestepEmbedding(c);
            case "vae-encode" -> Map.of("latent", model(c).vae().encode(c.input("image")));
            case "vae-round-trip" -> roundTrip(model(c).vae(), c.input("image"));
            case "tiny-block" -> tinyBlock(c);
            case "vae-decode" -> Map.of("image", model(c).vae().decode(c.input("latent")));
            case "unet" -> unet(c);
            case "lora" -> GoldenLora.compute(root, c);
            case "ddim-invert" -> ddimInvert(c);
            case "ddim-reconstruct" -> new GoldenRuns(model(c), c).reconstruct();
            case "attention" -> attention(c);
            case "attention-upcast" -> Map.of("out", upcast(c, 1), "out_large", upcast(c, scale(c)));
            case "cosine" ->
                Map.of(
                        "cosine",
                        AttentionCosine.of(
                                c.input("q"),
                                new KeyValue(c.input("k_c"), c.input("v_c")),
                                new KeyValue(c.input("k_s0"), c.input("v_s0"))));
            case "mask" -> mask(c);
            case "sain" -> sain(c);
            case "stylise" -> new GoldenRuns(model(c), c).stylize();
            case "video" -> new GoldenRuns(model(c), c).video();
            case "style-difference" -> new GoldenRuns(model(c), c).styleDifference();
            case "differences" -> differences(c);
            case "vgg-losses" -> vggLosses(c);
            case "patch-distance" -> patchDistance(c);
            default -> motion.compute(c);
        };
    }

    LatentDiffusion model(GoldenCase c) {
        String name = c.description().get("model").asText();
        ModelSource source = new ModelSource(
                root.resolve(name),
                path(c.description(), "model_config"),
                path(c.description(), "vae"),
                path(c.description(), "decoder"),
                List.of(),
                InversionWeights.MERGED,
                Optional.empty());
        Optional<Path> inverting = path(c.parameters(), "inverting");
        return models.computeIfAbsent(new Loaded(source, inverting), key -> {
            try (ModelContainer container = source.open();
                    ModelContainer both = inverting.isPresent()
                            ? new InvertedByAnother(
                                    container, ModelSource.of(inverting.get()).open())
                            : container) {
                return LatentDiffusion.load(both, placement);
            }
        });
    }

    private Optional<Path> path(JsonNode node, String key) {
        JsonNode path = node.path(key);
        return path.isTextual() ? Optional.of(root.resolve(path.asText())) : Optional.empty();
    }

    private static Map<String, Tensor> roundTrip(Autoencoder vae, Tensor image) {
        Tensor latent = vae.encode(image);
        return Map.of("latent", latent, "round_trip", vae.decode(latent));
    }

    /** A block whose weights are inputs of the case. */
    private static Map<String, Tensor> tinyBlock(GoldenCase c) {
        Weights given = new Weights() {
            @Override
            public Tensor read(String key, long... shape) {
                return c.input(key).reshape(shape).clone();
            }

            @Override
            public void verify() {
                // All of the case's are read.
            }
        };
        try (TensorOwner owner = new TensorOwner("block")) {
            Tensor x = c.input("x");
            long in = x.size(1);
            long out = c.input("skip.weight").size(0);
            TinyBlock block = given.assemble(
                    owner,
                    Device.CPU,
                    Precision.F32,
                    Layout.CHANNELS_FIRST,
                    Convolution.PLAIN,
                    root -> TinyBlock.load(root, in, out));
            return Map.of("out", block.forward(x));
        }
    }

    private Map<String, Tensor> estimates(GoldenCase c) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        NoiseSchedule schedule = model(c).schedule();
        for (int t : c.integers("timesteps")) {
            Tensor x = c.input("latent");
            Tensor output = model(c).predictor().predict(x, t, 0, AttentionProcessor.PLAIN);
            Estimate estimate = Estimate.of(schedule.prediction(), x, output, schedule.alpha(t));
            out.put("x0_t" + t, estimate.original());
            out.put("noise_t" + t, estimate.noise());
        }
        return out;
    }

    static Map<String, Tensor> schedule(NoiseSchedule schedule, GoldenCase c) {
        DualPathOptions options = method(c);
        TimestepGrid grid = TimestepGrid.of(
                        schedule, options.steps(), options.beyond().timesteps())
                .refined(schedule, options.inversionSteps());
        int[] tau = grid.timesteps();
        double[] alpha = Arrays.copyOfRange(grid.levels(), 1, grid.levels().length);
        double[] before = Arrays.copyOf(grid.levels(), tau.length);
        return Map.of(
                "alphas_cumprod",
                vector(schedule.alphasCumprod()),
                "timesteps",
                vector(IntStream.of(tau).asDoubleStream().toArray()),
                "alpha",
                vector(alpha),
                "alpha_previous",
                vector(before));
    }

    private Map<String, Tensor> timestepEmbedding(GoldenCase c) {
        int[] timesteps = c.integers("timesteps");
        var embedding = model(c).predictor().unet().timeEmbedding();
        return Map.of("sinusoid", embedding.sinusoid(timesteps), "embedding", embedding.forward(timesteps));
    }

    private Map<String, Tensor> unet(GoldenCase c) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        TensorOwner kept = new TensorOwner("golden outputs"); // ends with the JVM
        for (int t : c.integers("timesteps")) {
            AttentionProcessor recorder = new AttentionProcessor() {
                @Override
                public Tensor attend(AttentionSite site, Tensor query, Tensor key, Tensor value) {
                    out.put("k" + site.layer() + "_t" + t, kept.keep(key));
                    out.put("v" + site.layer() + "_t" + t, kept.keep(value));
                    return ScaledDotProduct.attention(query, key, value);
                }

                @Override
                public void output(AttentionSite site, Tensor output) {
                    out.put("features" + site.layer() + "_t" + t, kept.keep(output));
                }
            };
            out.put("eps_t" + t, model(c).predictor().predict(c.input("latent"), t, 0, recorder));
        }
        return out;
    }

    private Map<String, Tensor> ddimInvert(GoldenCase c) {
        DualPathOptions options = method(c);
        Trajectory trajectory = new DualPath(model(c), options).invert(c.input("latent"), () -> {});
        return Map.of(
                "traj",
                Ops.cat(
                        0,
                        IntStream.rangeClosed(0, options.steps())
                                .mapToObj(trajectory::at)
                                .toList()));
    }

    private static DualPathOptions method(GoldenCase c) {
        return StyleTransferOptions.methodDefaults(c.parameters().get("steps").asInt(), FrameConsistency.NONE)
                .withBeyond(beyond(c.parameters()));
    }

    private static double scale(GoldenCase c) {
        return c.parameters().get("scale").asDouble();
    }

    /** Queries in float32 beside keys and values of 16 bits, as the layers of a model with upcast_attention hand them over. */
    private static Tensor upcast(GoldenCase c, double scale) {
        return ScaledDotProduct.attention(
                        half(c.input("q"), scale).to(ScalarType.Float),
                        half(c.input("k_c"), scale),
                        half(c.input("v_c"), 1))
                .to(ScalarType.Float);
    }

    private static Tensor half(Tensor values, double scale) {
        return Ops.times(values, scale).to(ScalarType.Half);
    }

    /** What a case has of the settings that the paper does not have. */
    static Beyond beyond(JsonNode parameters) {
        Beyond beyond = Beyond.NOTHING.withInversionInterval(
                parameters.path("inversion_every").asInt(1));
        if (parameters.has("timesteps_listed")) {
            beyond = beyond.withTimesteps(TimestepChoice.of(
                    StreamSupport.stream(parameters.get("timesteps_listed").spliterator(), false)
                            .map(JsonNode::asInt)
                            .toList()));
        }
        return parameters.has("inversion_steps")
                ? beyond.withInversionSteps(
                        OptionalInt.of(parameters.get("inversion_steps").asInt()))
                : beyond;
    }

    private static Map<String, Tensor> attention(GoldenCase c) {
        ContentBlock content = content(c);
        List<Tensor> masks = c.numbered("mask");
        double[] lambdas = c.lambdas();
        List<StyleBlock> styles = new ArrayList<>();
        for (int n = 0; c.has("k_s" + n); n++) {
            styles.add(new StyleBlock(
                    c.input("k_s" + n),
                    c.input("v_s" + n),
                    n < lambdas.length ? lambdas[n] : Double.NaN,
                    masks.isEmpty() ? null : masks.get(n)));
        }
        Arrangement arrangement =
                Arrangement.valueOf(enumName(c.parameters().get("arrangement").asText()));
        double addWeight = c.parameters().path("add_weight").asDouble(0.5);
        return Map.of(
                "out",
                arrangement == Arrangement.NONE
                        ? ScaledDotProduct.attention(c.input("q"), content.key(), content.value())
                        : arrangement.with(addWeight).orElseThrow().mix(c.input("q"), content, styles));
    }

    private static ContentBlock content(GoldenCase c) {
        List<Source> attend = c.texts("attend").stream()
                .map(name -> Source.valueOf(enumName(name)))
                .toList();
        if (attend.isEmpty()) {
            return new ContentBlock(c.input("k_c"), c.input("v_c"), 0);
        }
        AttentionSite site = new AttentionSite(0, 0);
        Map<String, KeyValueStore> stores = new HashMap<>();
        for (String name : List.of("first", "previous")) {
            stores.put(name, new KeyValueStore(name, KeyValueStorage.MEMORY));
            if (c.has("k_" + name)) {
                stores.get(name).put(site, c.input("k_" + name), c.input("v_" + name));
            }
        }
        return new InterFrameAttention(
                        attend,
                        stores.get("first"),
                        stores.get("previous"),
                        c.parameters().path("attend_balance").asBoolean(false))
                .content(site, c.input("k_c"), c.input("v_c"));
    }

    private static Map<String, Tensor> mask(GoldenCase c) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        Tensor soft = RegionMask.feathered(
                c.input("mask"), c.parameters().get("mask_feather").asLong());
        out.put("feathered", soft);
        for (JsonNode grid : c.parameters().get("grids")) {
            long h = grid.get(0).asLong();
            long w = grid.get(1).asLong();
            out.put("grid_" + h + "x" + w, RegionMask.onGrid(soft, h, w));
        }
        return out;
    }

    private static Map<String, Tensor> sain(GoldenCase c) {
        Sain.Mode mode = sainMode(c.parameters().get("sain").asText());
        Tensor content = c.input("f_c");
        List<Sain.StyleNoise> styles = noises(c.numbered("f_s"), c.lambdas());
        Sain sain = new Sain(mode, Sain.Scope.GLOBAL);
        Sain.Divergence divergence = Sain.divergence(content, styles);
        return Map.of(
                "x",
                sain.apply(content, styles),
                "w",
                vector(sain.weight(content, styles)),
                "kl",
                vector(divergence.kl()),
                "p",
                vector(divergence.p()),
                "q",
                vector(divergence.q()));
    }

    static List<Sain.StyleNoise> noises(List<Tensor> noises, double[] lambdas) {
        return IntStream.range(0, noises.size())
                .mapToObj(n -> new Sain.StyleNoise(noises.get(n), lambdas[n], null))
                .toList();
    }

    private static Map<String, Tensor> differences(GoldenCase c) {
        FrameDifference difference = new FrameDifference();
        double[] diff = c.numbered("frame").stream()
                .map(frame -> difference.add(Ops.floats(frame)))
                .flatMapToDouble(value -> value.stream())
                .toArray();
        FrameDifference.Summary summary = difference.summary();
        return Map.of("diff", vector(diff), "mean", vector(summary.mean()), "variance", vector(summary.variance()));
    }

    /** The case draws windows and directions itself. */
    private static Map<String, Tensor> patchDistance(GoldenCase c) {
        RgbImage picture = picture(c.input("picture"));
        PatchDraws draws = new PatchDraws() {
            @Override
            public int[] places(int scale, int windows) {
                double width = picture.width();
                double height = picture.height();
                for (int n = 0; n < scale; n++) {
                    width = Math.rint(width / 2);
                    height = Math.rint(height / 2);
                }
                int edge = PatchDistance.SIDE - 1;
                String whose = windows == (width - edge) * (height - edge) ? "picture" : "style";
                return Arrays.stream(Ops.doubles(c.input(whose + "_places" + scale)))
                        .mapToInt(place -> (int) place)
                        .toArray();
            }

            @Override
            public float[] directions(int scale) {
                return Ops.floats(c.input("directions" + scale));
            }
        };
        return Map.of("distance", vector(new PatchDistance(picture(c.input("style")), draws).of(picture)));
    }

    /** A picture of a tensor [3, H, W] in [0, 1]. */
    private static RgbImage picture(Tensor channels) {
        return Pictures.toImage(channels.unsqueeze(0).mul(new Scalar(2.0)).sub(new Scalar(1.0)));
    }

    private Map<String, Tensor> vggLosses(GoldenCase c) {
        try (Safetensors file = Safetensors.open(
                        root.resolve(c.description().get("model").asText()));
                Vgg19 vgg = Vgg19.load(file, Placement.CPU_F32)) {
            List<Tensor> result = vgg.taps(c.input("result"));
            Map<String, Tensor> out = new LinkedHashMap<>();
            for (int n = 0; n < result.size(); n++) {
                out.put("relu" + (n + 1) + "_1", result.get(n));
            }
            out.put("content_loss", vector(PerceptualLoss.content(result, vgg.taps(c.input("content")))));
            out.put("style_loss", vector(PerceptualLoss.style(result, vgg.taps(c.input("style")))));
            return out;
        }
    }

    static Tensor vector(double... values) {
        return Ops.tensor(Arrays.copyOf(values, values.length), values.length);
    }

    static Sain.Mode sainMode(String name) {
        return name.equals("printed") ? Sain.Mode.PAPER_SIGN : Sain.Mode.valueOf(enumName(name));
    }

    static String enumName(String option) {
        return option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    public void close() {
        models.values().forEach(LatentDiffusion::close);
        motion.close();
    }
}
