package org.zvideo.video.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import org.zvideo.core.edit.StepRange;
import org.zvideo.video.ReadOptions;

/** Writes requests as JSON of version {@value RequestJson#VERSION}; a value that is open is absent. */
final class RequestWriter {
    private final Path base;

    /** @param base the folder that relative names of files start from */
    RequestWriter(Path base) {
        this.base = base;
    }

    ObjectNode write(StyleTransferRequest request) {
        ObjectNode root = object();
        root.put("version", RequestJson.VERSION);
        root.set("source", source(request.source()));
        ArrayNode styles = root.putArray("styles");
        request.styles()
                .forEach(style ->
                        styles.addObject().put("file", name(style.file())).put("lambda", style.lambda()));
        if (request.schedule().moves()) {
            ArrayNode keys = root.putArray("styleKeys");
            request.schedule().keys().forEach(key -> keys.add(StyleKeyJson.write(key)));
        }
        root.set("masks", masks(request.masks()));
        root.set("method", method(request.method()));
        root.set("effort", effort(request.effort()));
        request.cuts()
                .listFile()
                .ifPresentOrElse(
                        file -> root.put("cutsFile", name(file)),
                        () -> root.put("cuts", request.cuts().kind()));
        root.set("filters", filters(request.filters()));
        root.set("machine", machine(request.machine()));
        root.set("target", target(request.target()));
        request.dump().ifPresent(dump -> {
            ObjectNode written = root.putObject("dump").put("folder", name(dump.folder()));
            dump.frames().ifPresent(frames -> written.put("frames", frames));
        });
        if (!request.settingsFiles().isEmpty()) {
            root.set("settingsFiles", names(request.settingsFiles()));
        }
        return root;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** With slashes on every system. */
    private String name(Path file) {
        Path named = base.toString().isEmpty() || file.isAbsolute() && !base.isAbsolute()
                ? file
                : base.toAbsolutePath()
                        .normalize()
                        .relativize(file.toAbsolutePath().normalize());
        return named.toString().replace(File.separatorChar, '/');
    }

    private ArrayNode names(Collection<Path> files) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> array.add(name(file)));
        return array;
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private ObjectNode source(Source source) {
        ObjectNode node = object().put("file", name(source.file()));
        node.put("from", source.clip().fromSeconds());
        source.clip().toSeconds().ifPresent(to -> node.put("to", to));
        source.clip().frames().ifPresent(frames -> node.put("frames", frames));
        ReadOptions reading = source.reading();
        ObjectNode options = node.putObject("reading")
                .put("maxPixels", reading.maxPixels())
                .put("allowDamaged", reading.allowDamaged());
        options.set("codecs", texts(reading.moreDecoders().stream().sorted().toList()));
        options.putArray("fps")
                .add(reading.pictureRate().numerator())
                .add(reading.pictureRate().denominator());
        reading.audioTracks().chosen().ifPresent(tracks -> {
            ArrayNode numbers = options.putArray("audioTracks");
            tracks.stream().sorted().forEach(numbers::add);
        });
        return node;
    }

    private ObjectNode masks(MaskInput masks) {
        ObjectNode node = object();
        node.set("files", names(masks.files()));
        return node.put("invert", masks.inverted())
                .put("feather", masks.feather())
                .put("sainScope", EnumNames.of(masks.sainScope()));
    }

    private static ObjectNode method(MethodRequest method) {
        ObjectNode node = object();
        method.steps().ifPresent(steps -> node.put("steps", steps));
        method.coarseInterval().ifPresent(interval -> node.put("coarseEvery", interval));
        method.inversionInterval().ifPresent(interval -> node.put("inversionEvery", interval));
        if (method.timesteps().listed().isEmpty()) {
            method.timesteps().spacing().ifPresent(spacing -> node.put("timestepSpacing", EnumNames.of(spacing)));
        } else {
            ArrayNode listed = node.putArray("timesteps");
            method.timesteps().listed().forEach(listed::add);
        }
        method.inversionSteps().ifPresent(steps -> node.put("inversionSteps", steps));
        StyleEditRequest style = method.style();
        node.put("arrangement", EnumNames.of(style.arrangement()));
        style.addWeight().ifPresent(weight -> node.put("addWeight", weight));
        node.putArray("layers").add(style.layers().first()).add(style.layers().last());
        style.firstStep().ifPresent(step -> node.put("startStep", step));
        style.endStep().ifPresent(step -> node.put("endStep", step));
        node.put("sain", EnumNames.of(style.sain()));
        FrameTieRequest ties = method.ties();
        node.put("temporal", EnumNames.of(ties.temporal()));
        ties.attend()
                .ifPresent(frames -> node.set(
                        "attend", texts(frames.stream().map(EnumNames::of).toList())));
        ties.attendBalance().ifPresent(balance -> node.put("attendBalance", balance));
        node.set("energy", energy(ties.energy()));
        node.set("flow", flow(ties.flow()));
        node.put("contentAnchor", method.contentAnchor());
        node.put("keepUnstyled", method.keepUnstyled());
        node.put("paper", method.paper());
        method.size().ifPresent(size -> node.put("size", size));
        node.set("appearance", appearance(method.appearance()));
        return node.put("strength", method.strength()).put("contentColors", method.contentColors());
    }

    private static ObjectNode appearance(AppearanceRequest appearance) {
        return object().put("palette", appearance.palette())
                .put("paletteScope", EnumNames.of(appearance.paletteScope()))
                .put("strokes", appearance.strokes())
                .put("strokeSize", appearance.strokeSize())
                .put("detail", appearance.detail());
    }

    private static ObjectNode flow(FlowRequest flow) {
        ObjectNode node = object();
        node.set(
                "parts", texts(flow.parts().stream().sorted().map(EnumNames::of).toList()));
        return node.put("carry", flow.carry())
                .put("carryDetail", flow.carryDetail())
                .put("carryWidth", flow.carryWidth());
    }

    private static ObjectNode energy(EnergyRequest energy) {
        ObjectNode node = object();
        energy.weight().ifPresent(weight -> node.put("weight", weight));
        energy.gradient().ifPresent(gradient -> node.put("gradient", EnumNames.of(gradient)));
        energy.form().ifPresent(form -> node.put("form", EnumNames.of(form)));
        energy.steps().ifPresent(steps -> node.set("steps", range(steps)));
        energy.reach().ifPresent(reach -> {
            if (Double.isInfinite(reach)) {
                node.put("bounded", false); // JSON has no number for it
            } else {
                node.put("reach", reach);
            }
        });
        return node;
    }

    private static ArrayNode range(StepRange steps) {
        return JsonNodeFactory.instance.arrayNode().add(steps.start()).add(steps.end());
    }

    private static ObjectNode effort(Effort effort) {
        ObjectNode node = object();
        if (effort instanceof Effort.Within limit) {
            return node.put("maxSeconds", limit.seconds());
        }
        Effort.Chosen chosen = (Effort.Chosen) effort;
        chosen.every().ifPresent(every -> node.put("every", every));
        return node.put("preset", EnumNames.of(chosen.preset()));
    }

    private static ObjectNode filters(FilterSpec filters) {
        ObjectNode node = object();
        filters.before().ifPresent(graph -> node.put("before", graph));
        node.set("plugIns", texts(filters.plugIns()));
        filters.after().ifPresent(graph -> node.put("after", graph));
        return node;
    }

    private ObjectNode machine(Machine machine) {
        ObjectNode node = object().put("model", name(machine.model())).put("device", machine.device());
        machine.modelConfig().ifPresent(folder -> node.put("modelConfig", name(folder)));
        machine.source().vae().ifPresent(path -> node.put("vae", name(path)));
        machine.source().decoder().ifPresent(path -> node.put("decoder", name(path)));
        machine.source().prediction().ifPresent(type -> node.put("prediction", EnumNames.of(type)));
        if (!machine.source().loras().isEmpty()) {
            ArrayNode loras = node.putArray("loras");
            machine.source()
                    .loras()
                    .forEach(lora ->
                            loras.addObject().put("file", name(lora.file())).put("weight", lora.weight()));
            node.put("loraInversion", EnumNames.of(machine.source().inversion()));
        }
        machine.motion().ifPresent(motion -> node.set("motion", motion(motion)));
        machine.precision().ifPresent(precision -> node.put("precision", EnumNames.of(precision)));
        machine.threads().ifPresent(threads -> node.put("threads", threads));
        machine.kernels()
                .ifPresent(kernels -> node.putObject("kernels")
                        .put("unet", EnumNames.of(kernels.unet()))
                        .put("vae", EnumNames.of(kernels.vae()))
                        .put("convolution", EnumNames.of(kernels.convolution())));
        machine.memory().ifPresent(memory -> node.put("memory", memory));
        machine.checkpoints().ifPresent(twice -> node.put("gradientCheckpointing", twice));
        return node;
    }

    private ObjectNode motion(MotionRequest motion) {
        ObjectNode node = object().put("file", name(motion.file()))
                .put("window", motion.windows().length())
                .put("overlap", motion.windows().overlap());
        motion.norm().ifPresent(norm -> node.put("norm", EnumNames.of(norm)));
        return node.put("betas", EnumNames.of(motion.betas()));
    }

    private ObjectNode target(Target target) {
        ObjectNode node = object().put("file", name(target.file()));
        target.codec().ifPresent(codec -> node.put("codec", EnumNames.of(codec)));
        target.quality().ifPresent(quality -> node.put("quality", quality));
        target.startNumber().ifPresent(number -> node.put("startNumber", number));
        target.comparison().ifPresent(layout -> node.put("compare", EnumNames.of(layout)));
        target.measuredFlow().ifPresent(flow -> node.put("measureFlow", flow.text()));
        return node.put("overwrite", EnumNames.of(target.overwrite()))
                .put("restart", target.restart())
                .put("keepWork", target.keepWork())
                .put("report", target.measuredFlow().isPresent());
    }
}
