package org.zvideo.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.job.HashedFile;
import org.zvideo.video.job.JobIdentity;

/**
 * What the result of a command depends on. Each option of the command is in it, or cannot change a pixel: a test goes
 * through them all.
 */
final class RunIdentity {
    private final Zvideo command;
    private final JobFiles files;
    private final JobIdentity identity;

    /**
     * @param model  the files that it was read from
     * @param preset the one that was chosen, by the user or for the time
     */
    RunIdentity(
            Zvideo command,
            JobFiles files,
            Map<String, HashedFile> model,
            Preset preset,
            StyleTransferOptions options,
            Placement placement,
            int threads) {
        this.command = command;
        this.files = files;
        ReadOptions reading = command.reading();
        identity = new JobIdentity(List.of(new Version().getVersion()), model)
                .files("input", files.input())
                .files("styles", files.styles())
                .files("masks", files.masks())
                .files("cuts", files.cuts())
                .files("plugIns", files.plugIns())
                .method(options, placement, threads)
                .setting("maskInvert", command.masks.inverted)
                .setting("maskFeather", command.masks.feather)
                .setting("temporal", command.method.temporal)
                .setting("preset", preset)
                .setting("every", command.every(preset))
                .setting("cutsFrom", CutsArgument.kind(command.cuts))
                .setting("lambdas", command.lambdas())
                .other("from", command.reading.from)
                .other("frames", command.reading.clip().frames().orElse(0))
                .other(
                        "reading",
                        Map.of(
                                "codecs",
                                reading.moreDecoders().stream().sorted().toList(),
                                "allowDamaged",
                                reading.allowDamaged(),
                                "rate",
                                reading.pictureRate().toString()))
                .other("audioTracks", command.output.audio().toString());
        command.filters.settings().forEach(identity::setting);
    }

    /** What the user chose, as the report tells it. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", command.machine.modelPath().toString());
        command.machine.configs().ifPresent(folder -> settings.put("modelConfig", folder.toString()));
        List<Double> lambdas = command.lambdas();
        settings.put(
                "styles",
                command.styles.stream()
                        .map(style -> Map.of(
                                "file", style.file().toString(), "lambda", lambdas.get(command.styles.indexOf(style))))
                        .toList());
        Map<String, Object> method = identity.settings();
        if (command.masks.files.isEmpty()) {
            method.keySet().removeAll(List.of("maskInvert", "maskFeather"));
        } else {
            settings.put(
                    "masks", command.masks.files.stream().map(Path::toString).toList());
        }
        method.keySet().removeAll(List.of("lambdas", "cutsFrom"));
        if (method.get("size").equals(0)) {
            method.remove("size");
        }
        settings.putAll(method);
        settings.put("cuts", command.cuts);
        ReadOptions reading = command.reading();
        settings.put(
                "reading",
                Map.of(
                        "maxPixels",
                        reading.maxPixels(),
                        "codecs",
                        reading.moreDecoders(),
                        "allowDamaged",
                        reading.allowDamaged(),
                        "audioTracks",
                        reading.audioTracks().toString()));
        return settings;
    }

    /** What computes, and what the files hold that were read. */
    Map<String, Object> origin() {
        Map<String, Object> origin = identity.origin();
        if (!files.preset().isEmpty()) {
            origin.put("preset", files.preset().stream().map(HashedFile::of).toList());
        }
        return origin;
    }

    /** All of it, with how the result is encoded. */
    Map<String, Object> with(EncoderSettings encoder) {
        return identity.other("codec", encoder.codec())
                .other("quality", encoder.quality())
                .ofJob();
    }
}
