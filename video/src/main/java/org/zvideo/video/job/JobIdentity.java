package org.zvideo.video.job;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.NvidiaDriver;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.InversionWeights;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.FlowPart;
import org.zvideo.video.request.FlowRequest;

/**
 * All that a result depends on, in one form for jobs and studies: what stopped goes on only where nothing of it has changed.
 * That is which programs compute, what the files held that were read (by hash, lists in their order, whatever their names),
 * and every setting that can change a pixel.
 */
public final class JobIdentity {
    /** Of the form; one that is read back with another version cannot be compared. */
    public static final int VERSION = 3;
    /** The field of what comes after the model: a stopped job resumes with other values of it too. */
    public static final String AFTER_MODEL = "afterModel";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> origin = new LinkedHashMap<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<String, Object> afterModel = new LinkedHashMap<>();
    private final Map<String, Object> others = new LinkedHashMap<>();

    /**
     * @param programs names and versions of all that computes
     * @param model    the files that it was read from, by what they are in it
     */
    public JobIdentity(List<String> programs, Map<String, HashedFile> model) {
        origin.put("programs", List.copyOf(programs));
        origin.put("model", new LinkedHashMap<>(model));
    }

    /** What was kept of a job's identity: its programs, its model and its settings, on which kept frames depend. */
    JobIdentity(JsonNode job) {
        origin.put("programs", JSON.convertValue(job.path("programs"), List.class));
        Map<String, HashedFile> model = new LinkedHashMap<>();
        job.path("model").properties().forEach(file -> model.put(file.getKey(), hashed(file.getValue())));
        origin.put("model", model);
        settings.putAll(JSON.convertValue(job.path("settings"), new TypeReference<Map<String, Object>>() {}));
    }

    private static HashedFile hashed(JsonNode file) {
        return new HashedFile(file.path("file").asText(), file.path("sha256").asText());
    }

    /** Files that were read for one purpose, in their order; equal names stay apart. */
    public JobIdentity files(String purpose, List<ReadFile> read, KeptHashes hashes) {
        origin.put(
                purpose, read.stream().map(file -> HashedFile.of(file, hashes)).toList());
        return this;
    }

    /**
     * The settings of the method and of the machine.
     *
     * @param threads that work on a frame; how many frames are in work at a time changes nothing
     */
    public JobIdentity method(StyleTransferOptions options, Placement placement, int threads) {
        afterModel("strength", options.strength());
        afterModel("contentColors", options.contentColors());
        settings.put("method", MethodKeys.of(options.method()));
        settings.put("size", options.shortSide().orElse(0));
        settings.put("device", placement.device().toString());
        if (placement.device().kind() == Device.Kind.CUDA) {
            settings.put("cards", NvidiaDriver.HERE.versions());
        }
        settings.put("precision", placement.precision().name());
        settings.put("frameThreads", threads);
        settings.put("kernels", MethodKeys.of(placement.kernels()));
        settings.put("storage", options.memory().storage().name());
        settings.put("checkpoints", options.memory().checkpoints());
        return this;
    }

    /** A setting on which what the model makes does not depend. */
    public JobIdentity afterModel(String name, Object value) {
        afterModel.put(name, value);
        return this;
    }

    /** What is done to pictures after the model. */
    public JobIdentity appearance(AppearanceRequest appearance) {
        return afterModel("palette", appearance.palette())
                .afterModel("paletteScope", appearance.paletteScope().name())
                .afterModel("strokes", appearance.strokes())
                .afterModel("strokeSize", appearance.strokeSize())
                .afterModel("detail", appearance.detail());
    }

    /** How results are carried along the motion of the source. */
    public JobIdentity carry(FlowRequest flow) {
        return afterModel("carries", flow.does(FlowPart.CARRY))
                .afterModel("longRange", flow.does(FlowPart.LONG_RANGE))
                .afterModel("carry", flow.carry())
                .afterModel("carryDetail", flow.carryDetail())
                .afterModel("carryWidth", flow.carryWidth());
    }

    /** How much of each LoRA is added to the model, in the order of its files. A job without any has no such setting. */
    public JobIdentity loras(List<LoraFile> loras, InversionWeights inversion) {
        return loras.isEmpty()
                ? this
                : setting("loras", loras.stream().map(LoraFile::weight).toList())
                        .setting("loraInversion", inversion.name());
    }

    /** A setting of another kind. */
    public JobIdentity setting(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /** Something that is neither of the method nor of the machine, like the part of a clip. */
    public JobIdentity other(String name, Object value) {
        others.put(name, value);
        return this;
    }

    /** What computes, and what the files held: as hashes, and with the names of the files in {@code files}. */
    public Map<String, Object> origin() {
        Map<String, Object> told = new LinkedHashMap<>();
        List<HashedFile> files = new ArrayList<>();
        origin.forEach((name, value) -> told.put(name, hashes(value, files)));
        told.put("files", files);
        return told;
    }

    private static Object hashes(Object value, List<HashedFile> files) {
        if (value instanceof HashedFile file) {
            files.add(file);
            return file.sha256();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> hashes = new LinkedHashMap<>();
            map.forEach((name, file) -> hashes.put(name, hashes(file, files)));
            return hashes;
        }
        return value instanceof Collection<?> list
                ? list.stream().map(one -> hashes(one, files)).toList()
                : value;
    }

    /** All settings. */
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(afterModel);
        all.putAll(settings);
        return all;
    }

    /** All of it, for a work folder to keep. */
    public Map<String, Object> ofJob() {
        Map<String, Object> identity = apartFromSettings();
        identity.put("settings", new LinkedHashMap<>(settings));
        identity.put(AFTER_MODEL, new LinkedHashMap<>(afterModel));
        return identity;
    }

    /** All of it, for the folder of a study. */
    public Map<String, Object> ofStudy() {
        Map<String, Object> identity = apartFromSettings();
        identity.putAll(settings());
        return identity;
    }

    private Map<String, Object> apartFromSettings() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("version", VERSION);
        identity.putAll(origin);
        identity.putAll(others);
        return identity;
    }
}
