package org.zvideo.video.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.diffusion.TimestepChoice;
import org.zvideo.core.diffusion.TimestepSpacing;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.InterFrameAttention;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.unet.MotionNorm;
import org.zvideo.core.weights.InversionWeights;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.core.weights.PredictionType;
import org.zvideo.video.AudioTracks;
import org.zvideo.video.Clip;
import org.zvideo.video.Rational;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.shot.CutSpec;

/** Reads requests from JSON of version {@value RequestJson#VERSION}; {@link RequestWriter} is its other half. */
final class RequestReader {
    private RequestReader() {}

    static StyleTransferRequest read(JsonNode root, Path base) {
        JsonFields fields = new JsonFields("request", root, base);
        int version = fields.integer("version").orElse(0);
        if (version != RequestJson.VERSION) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT,
                    "request.version: expected " + RequestJson.VERSION + ", the version that this zvideo reads");
        }
        StyleTransferRequest request = new StyleTransferRequest(
                source(fields.object("source")),
                fields.objects("styles").stream().map(RequestReader::style).toList(),
                new StyleSchedule(fields.objects("styleKeys").stream()
                        .map(StyleKeyJson::read)
                        .toList()),
                masks(fields.object("masks")),
                method(fields.object("method")),
                effort(fields.object("effort")),
                cuts(fields),
                filters(fields.object("filters")),
                machine(fields.object("machine")),
                target(fields.object("target")),
                fields.has("dump") ? Optional.of(dump(fields.object("dump"))) : Optional.empty(),
                fields.files("settingsFiles"));
        fields.end();
        return request;
    }

    private static Source source(JsonFields fields) {
        Source source = new Source(
                fields.requiredFile("file"),
                new Clip(fields.number("from").orElse(0), fields.number("to"), fields.longInteger("frames")),
                reading(fields.object("reading")));
        fields.end();
        return source;
    }

    private static ReadOptions reading(JsonFields fields) {
        int[] rate = fields.pair("fps").orElse(new int[] {
            ReadOptions.DEFAULT.pictureRate().numerator(),
            ReadOptions.DEFAULT.pictureRate().denominator()
        });
        AudioTracks tracks = fields.has("audioTracks")
                ? AudioTracks.of(fields.list("audioTracks", JsonNode::canConvertToInt, "numbers", JsonNode::asInt))
                : AudioTracks.ALL;
        ReadOptions options = new ReadOptions(
                fields.longInteger("maxPixels").orElse(ReadOptions.MAX_PIXELS),
                Set.copyOf(fields.texts("codecs")),
                fields.flag("allowDamaged").orElse(false),
                new Rational(rate[0], rate[1]),
                tracks);
        fields.end();
        return options;
    }

    private static StyleInput style(JsonFields fields) {
        StyleInput style = new StyleInput(
                fields.requiredFile("file"), fields.number("lambda").orElse(StyleTransferOptions.LAMBDA));
        fields.end();
        return style;
    }

    private static MaskInput masks(JsonFields fields) {
        MaskInput masks = new MaskInput(
                fields.files("files"),
                fields.flag("invert").orElse(false),
                fields.integer("feather").orElse(0),
                fields.choice("sainScope", Sain.Scope.class).orElse(Sain.Scope.REGION));
        fields.end();
        return masks;
    }

    private static MethodRequest method(JsonFields fields) {
        boolean paper = fields.flag("paper").orElse(false);
        MethodRequest method = new MethodRequest(
                fields.integer("steps"),
                fields.integer("coarseEvery"),
                fields.integer("inversionEvery"),
                new TimestepChoice(
                        fields.choice("timestepSpacing", TimestepSpacing.class),
                        fields.list("timesteps", JsonNode::canConvertToInt, "numbers", JsonNode::asInt)),
                fields.integer("inversionSteps"),
                style(fields, StyleEditRequest.DEFAULT),
                ties(fields),
                fields.number("contentAnchor").orElse(0),
                fields.flag("keepUnstyled").orElse(true),
                paper,
                fields.integer("size"),
                fields.number("strength").orElse(1),
                fields.number("contentColors").orElse(0),
                appearance(fields.object("appearance"), AppearanceRequest.standard(paper)));
        fields.end();
        return method;
    }

    private static AppearanceRequest appearance(JsonFields fields, AppearanceRequest standard) {
        AppearanceRequest appearance = new AppearanceRequest(
                fields.number("palette").orElse(standard.palette()),
                fields.choice("paletteScope", PaletteScope.class).orElse(standard.paletteScope()),
                fields.number("strokes").orElse(standard.strokes()),
                fields.number("strokeSize").orElse(standard.strokeSize()),
                fields.number("detail").orElse(standard.detail()));
        fields.end();
        return appearance;
    }

    private static StyleEditRequest style(JsonFields fields, StyleEditRequest standard) {
        return new StyleEditRequest(
                fields.choice("arrangement", Arrangement.class).orElse(standard.arrangement()),
                fields.number("addWeight"),
                fields.pair("layers")
                        .map(ends -> new LayerRange(ends[0], ends[1]))
                        .orElse(standard.layers()),
                fields.integer("startStep"),
                fields.integer("endStep"),
                fields.choice("sain", Sain.Mode.class).orElse(standard.sain()));
    }

    private static FrameTieRequest ties(JsonFields fields) {
        return new FrameTieRequest(
                fields.choice("temporal", FrameConsistency.class).orElse(FrameTieRequest.DEFAULT.temporal()),
                fields.has("attend")
                        ? Optional.of(fields.choices("attend", InterFrameAttention.Source.class))
                        : Optional.empty(),
                fields.flag("attendBalance"),
                energy(fields.object("energy")),
                flow(fields.object("flow")));
    }

    private static FlowRequest flow(JsonFields fields) {
        FlowRequest usual = FlowRequest.DEFAULT;
        FlowRequest flow = new FlowRequest(
                fields.has("parts") ? Set.copyOf(fields.choices("parts", FlowPart.class)) : usual.parts(),
                fields.number("carry").orElse(usual.carry()),
                fields.number("carryDetail").orElse(usual.carryDetail()),
                fields.number("carryWidth").orElse(usual.carryWidth()));
        fields.end();
        return flow;
    }

    private static EnergyRequest energy(JsonFields fields) {
        EnergyRequest energy = new EnergyRequest(
                fields.number("weight"),
                fields.choice("gradient", EnergyOptions.Gradient.class),
                fields.choice("form", EnergyOptions.Form.class),
                fields.pair("steps").map(ends -> new StepRange(ends[0], ends[1])),
                fields.flag("bounded").orElse(true)
                        ? fields.number("reach")
                        : OptionalDouble.of(Double.POSITIVE_INFINITY));
        fields.end();
        return energy;
    }

    private static Effort effort(JsonFields fields) {
        OptionalDouble limit = fields.number("maxSeconds");
        OptionalInt every = fields.integer("every");
        Optional<Preset> preset = fields.choice("preset", Preset.class);
        fields.end();
        if (limit.isPresent() && (every.isPresent() || preset.isPresent())) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT,
                    "request.effort: maxSeconds chooses preset and every itself; give one or the other");
        }
        return limit.isPresent()
                ? new Effort.Within(limit.getAsDouble())
                : new Effort.Chosen(preset.orElse(Preset.QUALITY), every);
    }

    /** {@code "auto"}, {@code "none"}, or a file in {@code cutsFile}, whatever its name. */
    private static CutSpec cuts(JsonFields fields) {
        Optional<String> text = fields.text("cuts");
        Optional<Path> file = fields.file("cutsFile");
        if (file.isPresent()) {
            return new CutSpec.Listed(file.get());
        }
        if (text.isPresent() && !List.of("auto", "none").contains(text.get())) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT, "request.cuts: expected auto or none; a list goes into cutsFile");
        }
        return CutSpec.parse(text.orElse("auto"));
    }

    private static FilterSpec filters(JsonFields fields) {
        FilterSpec filters = new FilterSpec(fields.text("before"), fields.texts("plugIns"), fields.text("after"));
        fields.end();
        return filters;
    }

    private static Machine machine(JsonFields fields) {
        Machine machine = new Machine(
                new ModelSource(
                        fields.requiredFile("model"),
                        fields.file("modelConfig"),
                        fields.file("vae"),
                        fields.file("decoder"),
                        fields.objects("loras").stream()
                                .map(RequestReader::lora)
                                .toList(),
                        fields.choice("loraInversion", InversionWeights.class).orElse(InversionWeights.MERGED),
                        fields.choice("prediction", PredictionType.class)),
                fields.has("motion") ? Optional.of(motion(fields.object("motion"))) : Optional.empty(),
                fields.text("device").orElse("auto"),
                fields.choice("precision", Precision.class),
                fields.integer("threads"),
                fields.has("kernels") ? Optional.of(kernels(fields.object("kernels"))) : Optional.empty(),
                fields.longInteger("memory"),
                fields.flag("gradientCheckpointing"));
        fields.end();
        return machine;
    }

    private static MotionRequest motion(JsonFields fields) {
        WindowSize usual = WindowSize.of(fields.integer("window").orElse(WindowSize.DEFAULT.length()));
        MotionRequest motion = new MotionRequest(
                fields.requiredFile("file"),
                new WindowSize(usual.length(), fields.integer("overlap").orElse(usual.overlap())),
                fields.choice("norm", MotionNorm.class),
                fields.choice("betas", MotionSource.Betas.class).orElse(MotionSource.Betas.LINEAR));
        fields.end();
        return motion;
    }

    private static LoraFile lora(JsonFields fields) {
        LoraFile lora = new LoraFile(
                fields.requiredFile("file"), fields.number("weight").orElse(1));
        fields.end();
        return lora;
    }

    private static KernelPlan kernels(JsonFields fields) {
        KernelPlan plan = new KernelPlan(
                fields.choice("unet", Layout.class).orElse(KernelPlan.DEFAULT.unet()),
                fields.choice("vae", Layout.class).orElse(KernelPlan.DEFAULT.vae()),
                fields.choice("convolution", Convolution.class).orElse(KernelPlan.DEFAULT.convolution()));
        fields.end();
        return plan;
    }

    private static Target target(JsonFields fields) {
        Target target = new Target(
                fields.requiredFile("file"),
                fields.choice("codec", VideoCodec.class),
                fields.integer("quality"),
                fields.longInteger("startNumber"),
                fields.choice("overwrite", Overwrite.class).orElse(Overwrite.KEEP),
                fields.choice("compare", ComparisonFilter.Layout.class),
                fields.flag("restart").orElse(false),
                fields.flag("keepWork").orElse(false),
                measuredFlow(fields));
        fields.end();
        return target;
    }

    private static Optional<MeasuredFlow> measuredFlow(JsonFields fields) {
        Optional<MeasuredFlow> named = fields.text("measureFlow").map(MeasuredFlow::parse);
        return fields.flag("report").orElse(true) ? Optional.of(named.orElse(MeasuredFlow.DEFAULT)) : Optional.empty();
    }

    private static DumpSpec dump(JsonFields fields) {
        DumpSpec dump = new DumpSpec(fields.requiredFile("folder"), fields.text("frames"));
        fields.end();
        return dump;
    }
}
