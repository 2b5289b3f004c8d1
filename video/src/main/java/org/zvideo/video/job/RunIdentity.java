package org.zvideo.video.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zvideo.core.file.ReadFile;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.job.RequestFiles.Purpose;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleSchedule;
import org.zvideo.video.request.StyleTime;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * What the result of a request depends on. Each value of the request is in it, or cannot change a pixel: a test goes through
 * them all.
 */
final class RunIdentity {
    private final StyleTransferRequest request;
    private final RequestFiles files;
    private final KeptHashes hashes;
    private final JobIdentity identity;

    private RunIdentity(StyleTransferRequest request, RequestFiles files, JobIdentity identity) {
        this.request = request;
        this.files = files;
        this.hashes = hashes(request);
        this.identity = identity;
        ReadOptions reading = request.source().reading();
        for (Purpose purpose : Purpose.values()) {
            if (purpose != Purpose.SETTINGS) {
                identity.files(purpose.key(), files.of(purpose), hashes);
            }
        }
        identity.appearance(request.method().appearance())
                .carry(request.method().ties().flow())
                .other("from", request.source().clip().fromSeconds())
                .other("frames", request.source().clip().frames().orElse(0))
                .other(
                        "reading",
                        Map.of(
                                "codecs",
                                reading.moreDecoders().stream().sorted().toList(),
                                "allowDamaged",
                                reading.allowDamaged(),
                                "rate",
                                reading.pictureRate().toString()))
                .other("audioTracks", reading.audioTracks().toString());
        request.source().clip().toSeconds().ifPresent(to -> identity.other("to", to));
    }

    /** The kept hashes; a job that starts over looks at its files again. */
    static KeptHashes hashes(StyleTransferRequest request) {
        return KeptHashes.ofUser().renewing(request.target().restart());
    }

    /** What the user says that the model predicts, or that its files say it. */
    private static String prediction(StyleTransferRequest request) {
        return request.machine().source().prediction().map(EnumNames::of).orElse("stated");
    }

    /** When which styles are reached, in seconds of the video. */
    private static List<Map<String, Object>> keys(StyleSchedule schedule) {
        List<Map<String, Object>> keys = new ArrayList<>();
        schedule.keys().forEach(key -> {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put(
                    "at",
                    key.at() instanceof StyleTime.At time
                            ? time.seconds()
                            : key.at().text());
            key.fade().ifPresent(fade -> told.put("fade", fade));
            told.put("styles", key.styles());
            keys.add(told);
        });
        return keys;
    }

    /** @param model the files that it was read from, by what they are in it */
    static RunIdentity of(ResolvedRequest resolved, RequestFiles files, Map<String, HashedFile> model) {
        StyleTransferRequest request = resolved.request();
        JobIdentity identity = new JobIdentity(Programs.versions(), model)
                .method(
                        resolved.options(),
                        resolved.placement(),
                        resolved.schedule().threads())
                .setting("maskInvert", request.masks().inverted())
                .setting("maskFeather", request.masks().feather())
                .setting("temporal", request.method().ties().temporal())
                .setting("evenLight", request.method().ties().evenLight())
                .setting("preset", resolved.preset())
                .setting("every", resolved.every())
                .setting("cutsFrom", request.cuts().kind())
                .setting("prediction", prediction(request))
                .setting("lambdas", request.lambdas())
                .loras(
                        request.machine().source().loras(),
                        request.machine().source().inversion());
        if (request.schedule().moves()) {
            identity.setting("styleKeys", keys(request.schedule()));
        }
        request.filters().settings().forEach(identity::setting);
        request.machine().motion().ifPresent(motion -> {
            Map<String, Object> keys = new LinkedHashMap<>();
            keys.put("window", motion.windows().length());
            keys.put("overlap", motion.windows().overlap());
            keys.put("norm", motion.norm().map(Enum::name).orElse("AS_FILE"));
            keys.put("betas", motion.betas().name());
            identity.setting("motion", keys);
        });
        return new RunIdentity(request, files, identity);
    }

    /**
     * The identity of a job that was kept, for a request that differs from the job's only in what comes after the model.
     *
     * @param job its identity, as {@link #with} made it
     */
    static RunIdentity ofKept(StyleTransferRequest request, RequestFiles files, JsonNode job) {
        return new RunIdentity(
                request,
                files,
                new JobIdentity(job)
                        .afterModel("strength", request.method().strength())
                        .afterModel("contentColors", request.method().contentColors()));
    }

    /** What was chosen, as the report tells it. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", request.machine().model().toString());
        request.machine().modelConfig().ifPresent(folder -> settings.put("modelConfig", folder.toString()));
        request.machine().source().vae().ifPresent(path -> settings.put("vae", path.toString()));
        request.machine().source().decoder().ifPresent(path -> settings.put("decoder", path.toString()));
        request.machine()
                .motion()
                .ifPresent(motion -> settings.put("motionModule", motion.file().toString()));
        settings.put(
                "styles",
                request.styles().stream()
                        .map(style -> Map.of("file", style.file().toString(), "lambda", style.lambda()))
                        .toList());
        Map<String, Object> method = identity.settings();
        if (request.masks().files().isEmpty()) {
            method.keySet().removeAll(List.of("maskInvert", "maskFeather"));
        } else {
            settings.put(
                    "masks",
                    request.masks().files().stream().map(Path::toString).toList());
        }
        method.keySet().removeAll(List.of("lambdas", "cutsFrom"));
        if (method.get("size").equals(0)) {
            method.remove("size");
        }
        settings.putAll(method);
        if (!request.machine().source().loras().isEmpty()) {
            settings.put(
                    "loras",
                    request.machine().source().loras().stream()
                            .map(lora -> Map.of("file", lora.file().toString(), "weight", lora.weight()))
                            .toList());
        }
        settings.put("cuts", request.cuts().text());
        ReadOptions reading = request.source().reading();
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

    /** What computes, and what the files held that were read. */
    Map<String, Object> origin() {
        Map<String, Object> origin = identity.origin();
        List<ReadFile> settings = files.of(Purpose.SETTINGS);
        if (!settings.isEmpty()) {
            origin.put(
                    Purpose.SETTINGS.key(),
                    settings.stream().map(file -> HashedFile.of(file, hashes)).toList());
        }
        return origin;
    }

    /** All of it, with how the result is encoded. */
    Map<String, Object> with(EncoderSettings encoder) {
        return identity.afterModel("codec", encoder.codec())
                .afterModel("quality", encoder.quality())
                .ofJob();
    }
}
