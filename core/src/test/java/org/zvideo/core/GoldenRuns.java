package org.zvideo.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionListener;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.diffusion.DenoisingListener;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.diffusion.StyleEdit;
import org.zvideo.core.diffusion.StyleFeatures;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.diffusion.Trajectory;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.Alignment;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.metrics.StyleDifference;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;

/** The golden cases that run the dual path: reconstruction, stylization, video, style difference. */
final class GoldenRuns {
    private final LatentDiffusion model;
    private final GoldenCase c;
    private final int steps;
    private final DualPathOptions options;
    /** Never closed: the tensors are compared after the run and end with the JVM. */
    private final TensorOwner kept = new TensorOwner("golden run");

    GoldenRuns(LatentDiffusion model, GoldenCase c) {
        this(
                model,
                c,
                options(c.parameters(), c.has("content0") ? c.input("content0").numel() : 1));
    }

    /** The case's inputs with other options than its own. */
    GoldenRuns(LatentDiffusion model, GoldenCase c, DualPathOptions options) {
        this.model = model;
        this.c = c;
        this.steps = options.steps();
        this.options = options;
    }

    /** Everything that is compared of a run. */
    private final class Recorder implements DenoisingListener {
        private final List<Tensor> x = new ArrayList<>();
        private final List<Double> energy = new ArrayList<>();
        private final Map<AttentionSite, Tensor> outputs = new HashMap<>();

        @Override
        public void start(Tensor latent) {
            x.add(kept.keep(latent));
        }

        @Override
        public void step(int step, Tensor latent, Tensor original, double value) {
            x.add(kept.keep(latent));
            energy.add(value);
        }

        @Override
        public void attentionOutput(AttentionSite site, Tensor output) {
            outputs.put(site, kept.keep(output.detach()));
        }
    }

    Map<String, Tensor> reconstruct() {
        Recorder run = new Recorder();
        DualPathOptions plain = options.reconstruction();
        path(plain).stylize(c.input("latent"), List.of(), Optional.empty(), Optional.empty(), kept, run);
        return Map.of(
                "noise",
                noise(c.input("latent")),
                "x_step1",
                run.x.get(1),
                "x_step3",
                run.x.get(3),
                "x_final",
                run.x.get(steps));
    }

    Map<String, Tensor> stylize() {
        boolean rgb = c.has("content_image");
        Tensor content = rgb ? model.vae().encode(c.input("content_image")) : c.input("content");
        List<Tensor> latents = rgb
                ? c.numbered("style_image").stream()
                        .map(image -> model.vae().encode(image))
                        .toList()
                : c.numbered("style");
        List<StyleReference> styles = styles(latents, content);
        Recorder run = new Recorder();
        path(options).stylize(content, styles, Optional.empty(), Optional.empty(), kept, run);

        Map<String, Tensor> out = new LinkedHashMap<>();
        List<Tensor> noises = styles.stream().map(StyleReference::noise).toList();
        List<Sain.StyleNoise> weighted = GoldenKinds.noises(noises, c.lambdas());
        Tensor noise = noise(content);
        out.put("content_noise", noise);
        for (int n = 0; n < noises.size(); n++) {
            out.put("style_noise" + n, noises.get(n));
        }
        out.put("w", GoldenKinds.vector(options.edit().sain().weight(noise, weighted)));
        out.put("kl", GoldenKinds.vector(Sain.divergence(noise, weighted).kl()));
        int start = options.edit().steps().start();
        int layer = options.edit().layers().last();
        AttentionSite site = new AttentionSite(layer, start);
        KeyValue block = styleBlock(latents.get(0), site);
        out.put("k_s0_step" + start + "_layer" + layer, block.key());
        out.put("v_s0_step" + start + "_layer" + layer, block.value());
        for (int n : new int[] {0, 1, 3}) {
            out.put("x_step" + n, run.x.get(n));
        }
        out.put("features" + layer + "_step" + start, run.outputs.get(site));
        out.put("x_final", run.x.get(steps));
        if (rgb) {
            out.put("content_latent", content);
            out.put("image", model.vae().decode(run.x.get(steps)));
        }
        return out;
    }

    Map<String, Tensor> video() {
        List<Tensor> contents = c.numbered("content");
        List<StyleReference> styles = styles(c.numbered("style"), contents.get(0));
        Map<String, Tensor> out = new LinkedHashMap<>();
        List<FrameFeatures> features = new ArrayList<>();
        List<Double> energies = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            Recorder run = new Recorder();
            Optional<DualPath.EarlierFrames> past = i == 0
                    ? Optional.empty()
                    : Optional.of(new DualPath.EarlierFrames(
                            features.get(0), features.get(i - 1), true, motion(i, contents.get(i))));
            features.add(new FrameFeatures(MemorySaving.NONE, options.ties(), i == 0));
            path(options).stylize(contents.get(i), styles, past, Optional.of(features.get(i)), kept, run);
            for (int n = 0; n <= steps; n++) {
                out.put("x_step" + n + "_frame" + i, run.x.get(n));
            }
            out.put("x_final_frame" + i, run.x.get(steps));
            if (i > 0) {
                energies.addAll(run.energy);
            }
        }
        out.put(
                "energy",
                GoldenKinds.vector(energies.stream().mapToDouble(e -> e).toArray())
                        .reshape(contents.size() - 1, steps));
        return out;
    }

    private Optional<Alignment> motion(int frame, Tensor content) {
        if (!c.has("flow" + frame)) {
            return Optional.empty();
        }
        Tensor motion = Ops.cat(
                0, List.of(c.input("flow" + frame), c.input("tau" + frame).unsqueeze(0)));
        return Optional.of(Alignment.of(motion.unsqueeze(0), content.size(2), content.size(3)));
    }

    Map<String, Tensor> styleDifference() {
        int layer = 15;
        Tensor latent = c.input("style0");
        Map<AttentionSite, Tensor> style = new HashMap<>();
        Trajectory trajectory = path(options).invertExactly(latent, () -> {});
        for (int j = 0; j < steps; j++) {
            model.predictor()
                    .predict(
                            trajectory.at(steps - j),
                            path(options).grid().timestep(j),
                            j,
                            AttentionProcessor.plain(new AttentionListener() {
                                @Override
                                public void attentionOutput(AttentionSite site, Tensor output) {
                                    style.put(site, kept.keep(output));
                                }
                            }));
        }
        Map<String, Tensor> out = new LinkedHashMap<>();
        DualPathOptions plain = options.reconstruction();
        for (Map.Entry<String, DualPathOptions> curve :
                Map.of("stylised", options, "unstylised", plain).entrySet()) {
            Recorder run = new Recorder();
            path(curve.getValue())
                    .stylize(
                            c.input("content"),
                            styles(List.of(latent), latent),
                            Optional.empty(),
                            Optional.empty(),
                            kept,
                            run);
            out.put(
                    curve.getKey(),
                    GoldenKinds.vector(IntStream.range(0, steps)
                            .mapToObj(j -> new AttentionSite(layer, j))
                            .mapToDouble(site -> StyleDifference.between(run.outputs.get(site), style.get(site)))
                            .toArray()));
        }
        return out;
    }

    private DualPath path(DualPathOptions settings) {
        return new DualPath(model, settings);
    }

    private Tensor noise(Tensor latent) {
        return path(options).invertExactly(latent, () -> {}).noise();
    }

    /** K, V of a style with unedited attention, whatever the arrangement under test needs of them. */
    private KeyValue styleBlock(Tensor latent, AttentionSite wanted) {
        KeyValue[] block = new KeyValue[1];
        Trajectory trajectory = path(options).invertExactly(latent, () -> {});
        model.predictor()
                .predict(
                        trajectory.at(steps - wanted.step()),
                        path(options).grid().timestep(wanted.step()),
                        wanted.step(),
                        (site, query, key, value) -> {
                            if (site.equals(wanted)) {
                                block[0] = new KeyValue(kept.keep(key), kept.keep(value));
                            }
                            return ScaledDotProduct.attention(query, key, value);
                        });
        return block[0];
    }

    private List<StyleReference> styles(List<Tensor> latents, Tensor content) {
        List<Tensor> masks = c.numbered("mask");
        double[] lambdas = c.lambdas();
        List<StyleReference> styles = new ArrayList<>();
        for (int n = 0; n < latents.size(); n++) {
            StyleFeatures features = path(options).style(latents.get(n), DenoisingListener.NONE, () -> {});
            Optional<RegionMask> mask = masks.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RegionMask(
                            RegionMask.feathered(
                                    masks.get(n),
                                    c.parameters().path("mask_feather").asLong(0)),
                            content.size(2),
                            content.size(3),
                            model.unetConfig().levels()));
            styles.add(StyleReference.of(features, lambdas[n], mask));
        }
        return styles;
    }

    static DualPathOptions options(JsonNode p, long latentSize) {
        int steps = p.get("steps").asInt();
        List<Source> attend = new ArrayList<>();
        p.path("attend").forEach(name -> attend.add(Source.valueOf(GoldenKinds.enumName(name.asText()))));
        int[] layers = p.has("layers") ? pair(p.get("layers")) : new int[] {10, 15};
        StyleEdit edit = new StyleEdit(
                Arrangement.valueOf(GoldenKinds.enumName(p.path("arrangement").asText("reweight"))),
                p.path("add_weight").asDouble(0.5),
                new LayerRange(layers[0], layers[1]),
                new StepRange(p.path("start").asInt(5), p.path("end").asInt(30)),
                new Sain(GoldenKinds.sainMode(p.path("sain").asText("sain")), Sain.Scope.GLOBAL));
        return StyleTransferOptions.methodDefaults(steps, FrameConsistency.NONE)
                .withEdit(edit)
                .withTies(new FrameTies(
                        attend,
                        p.path("attend_balance").asBoolean(false),
                        energy(p, latentSize),
                        p.path("sain_held").asBoolean(false),
                        FrameTies.Runaway.NAMED))
                .withBeyond(GoldenKinds.beyond(p));
    }

    /** The cases give the raw w; ours is w₀ with w = w₀·√(C·h·w), or w₀·C·h·w for the squared form. */
    private static EnergyOptions energy(JsonNode p, long latentSize) {
        int[] range = p.has("energy_steps") ? pair(p.get("energy_steps")) : new int[] {0, 25};
        EnergyOptions.Form form = EnergyOptions.Form.valueOf(
                GoldenKinds.enumName(p.path("energy_form").asText("norm")));
        return new EnergyOptions(
                EnergyOptions.Gradient.valueOf(
                        GoldenKinds.enumName(p.path("energy").asText("none"))),
                form,
                p.path("energy_weight").asDouble(0)
                        / (form == EnergyOptions.Form.NORM ? Math.sqrt(latentSize) : latentSize),
                new StepRange(range[0], range[1]),
                p.path("energy_reach").asDouble(Double.POSITIVE_INFINITY));
    }

    private static int[] pair(JsonNode node) {
        return IntStream.range(0, 2).map(n -> node.get(n).asInt()).toArray();
    }
}
