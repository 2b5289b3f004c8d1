package org.zvideo.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.Preset;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.resume.Hashes;

/** All that a result depends on: a stopped run goes on only where nothing of it has changed. */
final class JobIdentity {
    private final Zvideo command;
    private final Map<String, Object> settings;
    private final Map<String, Object> origin;

    /** @param preset the one that was chosen, by the user or for the time */
    JobIdentity(Zvideo command, Path input, Preset preset, StyleTransferOptions options, Placement placement, int threads) {
        this.command = command;
        Path model = command.machine.modelPath();
        this.settings = settings(options, preset, model, placement, threads);
        this.origin = origin(input, model);
    }

    /** What the user chose, as the report tells it. */
    Map<String, Object> settings() {
        return settings;
    }

    /** What computes, and what the files hold. */
    Map<String, Object> origin() {
        return origin;
    }

    private Map<String, Object> settings(StyleTransferOptions options, Preset preset, Path model, Placement placement,
                                         int threads) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", model.toString());
        List<Double> lambdas = command.lambdas();
        settings.put("styles", command.styles.stream().map(style -> Map.of("file", style.file().toString(),
                "lambda", lambdas.get(command.styles.indexOf(style)))).toList());
        if (!command.masks.files.isEmpty()) {
            settings.put("masks", command.masks.files.stream().map(Path::toString).toList());
            settings.put("maskInvert", command.masks.inverted);
            settings.put("maskFeather", command.masks.feather);
        }
        settings.put("strength", options.strength());
        settings.put("contentColors", options.contentColors());
        settings.put("temporal", command.method.temporal);
        settings.put("method", options.method());
        options.shortSide().ifPresent(size -> settings.put("size", size));
        settings.put("device", placement.device().toString());
        settings.put("precision", placement.precision());
        settings.put("threads", threads);
        settings.put("kernels", placement.kernels());
        settings.put("storage", options.memory().storage());
        settings.put("checkpoints", options.memory().checkpoints());
        settings.put("preset", preset);
        settings.put("every", command.every(preset));
        settings.put("cuts", command.cuts);
        settings.putAll(command.filters.settings());
        ReadOptions reading = command.reading();
        settings.put("reading", Map.of("maxPixels", reading.maxPixels(), "codecs", reading.moreDecoders(),
                "allowDamaged", reading.allowDamaged(), "audioTracks", reading.audioTracks().toString()));
        return settings;
    }

    private Map<String, Object> origin(Path input, Path model) {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("programs", List.of(new Version().getVersion()));
        origin.put("input", PictureSequence.of(input).<Object>map(sequence -> sequence.files().map(Hashes::ofAll)
                .toList()).orElseGet(() -> Hashes.ofAll(input)));
        origin.put("styles", command.styles.stream().map(style -> Hashes.ofAll(style.file())).toList());
        origin.put("masks", command.masks.files.stream().map(Hashes::ofAll).toList());
        origin.put("model", Hashes.ofAll(model));
        origin.put("cuts", CutsArgument.isFile(command.cuts) ? Hashes.ofAll(Path.of(command.cuts)) : "");
        return origin;
    }

    /** All of it, with how the result is encoded. */
    Map<String, Object> with(EncoderSettings encoder) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("version", 1);
        identity.putAll(origin);
        identity.put("from", command.output.from);
        identity.put("frames", command.output.clip().frames().orElse(0));
        identity.put("audioTracks", command.output.audio().toString());
        identity.put("codec", encoder.codec());
        identity.put("quality", encoder.quality());
        Map<String, Object> chosen = new LinkedHashMap<>(settings);
        chosen.keySet().removeAll(List.of("model", "styles", "masks", "cuts", "reading")); // wherever they lie
        chosen.put("lambdas", command.lambdas());
        identity.put("settings", chosen);
        return identity;
    }
}
