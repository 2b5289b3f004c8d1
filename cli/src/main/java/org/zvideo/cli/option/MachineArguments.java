package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.weights.InversionWeights;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.core.weights.PredictionType;
import org.zvideo.video.request.Machine;
import picocli.CommandLine.Option;

/** The options of the model and the machine. */
public final class MachineArguments {
    private static final int MOST_THREADS = 1024;

    @Option(
            names = "--model",
            paramLabel = "DIR|FILE",
            description =
                    "A Stable Diffusion 1 or 2 model: a diffusers folder, a .safetensors file, or the folder of either in "
                            + "Hugging Face's cache (default the bundled mini model).")
    public Path model;

    @Option(
            names = "--model-config",
            paramLabel = "DIR",
            description =
                    "Folder with the config.json files that describe a single file (default those of its family).")
    Path modelConfig;

    @Option(
            names = "--prediction",
            paramLabel = "TYPE",
            description = "What the model predicts: epsilon or v (default what its files state, or epsilon).")
    PredictionType prediction;

    @Option(
            names = "--lora",
            paramLabel = "FILE[:WEIGHT]",
            converter = LoraConverter.class,
            description =
                    "A LoRA (.safetensors) that is added to the model's U-Net and text encoder, times WEIGHT (default"
                            + " 1; may be negative); repeatable, in any order. The frames and the styles are both read through the"
                            + " changed model.")
    List<LoraFile> loras = List.of();

    @Option(
            names = "--lora-inversion",
            paramLabel = "merged|base",
            defaultValue = "merged",
            description =
                    "Which weights invert styles and frames: merged, or base for those without the LoRAs, which are"
                            + " loaded beside the others (default ${DEFAULT-VALUE}). Weights made for few steps need base.")
    InversionWeights inversion;

    @Option(
            names = "--vae",
            paramLabel = "FILE|DIR",
            description =
                    "An autoencoder in place of the model's own: a folder with its config.json, or a .safetensors "
                            + "file. A tiny one (TAESD) is fast and loses detail; with it contentVae is not measured.")
    Path vae;

    @Option(
            names = "--decoder",
            paramLabel = "FILE|DIR",
            description = "The decoder in place of the autoencoder's, in the same forms. A tiny one leaves the model's "
                    + "work as it is and only makes the picture of it in less time.")
    Path decoder;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N (default ${DEFAULT-VALUE}).")
    public String device;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "Precision of the U-Net: auto, f32, bf16 or f16 (default ${DEFAULT-VALUE}: f32 on a CPU, "
                    + "f16 on CUDA).")
    public String precision;

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            description =
                    "CPU threads, each of which works on a frame of its own; a job that was stopped may go on with "
                            + "another number (default the number of physical cores).")
    List<Integer> threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Memory for the keys and values of frames and styles, like 2G. Beyond it they are rounded"
                    + " to bf16, or stored in files. It also bounds how many frames are in work at a time (default no limit"
                    + " for the former, half of the machine's memory for the latter).")
    Long memory;

    @Option(
            names = "--gradient-checkpointing",
            negatable = true,
            fallbackValue = "true",
            description = "Compute the U-Net twice for its gradient instead of keeping it in memory. Matters with "
                    + "--energy-gradient unet (default on if memory is short).")
    Boolean checkpoints;

    /** What was chosen to be added to the model. */
    public List<LoraFile> loras() {
        return loras;
    }

    /** What was chosen, with the shipped model where none was named. */
    public Machine request() {
        return request(model == null ? shipped() : model);
    }

    /** The same with another model. */
    public Machine request(Path chosen) {
        if (threads != null && threads.size() > 1) {
            throw new ZvideoException(
                    ErrorKind.USAGE, "--threads: expected one number; only zvideo bench --clip takes several");
        }
        return request(chosen, threads == null ? OptionalInt.empty() : OptionalInt.of(threads.get(0)));
    }

    /** What was chosen with each of the numbers of threads; one machine where none or one was named. */
    public List<Machine> requests() {
        return threads == null || threads.size() == 1
                ? List.of(request())
                : threads.stream()
                        .map(count -> request(model == null ? shipped() : model, OptionalInt.of(count)))
                        .toList();
    }

    private Machine request(Path chosen, OptionalInt count) {
        if (count.isPresent() && (count.getAsInt() < 1 || count.getAsInt() > MOST_THREADS)) {
            throw new ZvideoException(
                    ErrorKind.USAGE, "--threads " + count.getAsInt() + ": expected 1 to " + MOST_THREADS);
        }
        return Usage.checked(() -> new Machine(
                new ModelSource(
                        chosen,
                        Optional.ofNullable(modelConfig),
                        Optional.ofNullable(vae),
                        Optional.ofNullable(decoder),
                        loras,
                        inversion,
                        Optional.ofNullable(prediction)),
                Optional.empty(),
                device,
                number(),
                count,
                Optional.empty(),
                memory == null ? OptionalLong.empty() : OptionalLong.of(memory),
                Optional.ofNullable(checkpoints)));
    }

    private Optional<Precision> number() {
        return switch (precision) {
            case "auto" -> Optional.empty();
            case "f32" -> Optional.of(Precision.F32);
            case "bf16" -> Optional.of(Precision.BF16);
            case "f16" -> Optional.of(Precision.F16);
            default ->
                throw new ZvideoException(
                        ErrorKind.USAGE, "--precision " + precision + ": expected auto, f32, bf16 or f16");
        };
    }

    /** The model beside the launcher, whether or not it exists: what is wrong with the input is reported before that. */
    public static Path shipped() {
        return Path.of(System.getProperty("zvideo.home", ""), "model", "mini");
    }

    /** What is read of the model that was asked for; the one beside the launcher is out of reach anyway. */
    public List<Path> files() {
        return Stream.concat(
                        Stream.of(model, modelConfig, vae, decoder),
                        loras.stream().map(LoraFile::file))
                .filter(Objects::nonNull)
                .toList();
    }
}
