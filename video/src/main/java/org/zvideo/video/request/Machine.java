package org.zvideo.video.request;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.error.Usage;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.PhysicalCores;
import org.zvideo.core.torch.PhysicalMemory;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.weights.InversionWeights;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.core.weights.PredictionType;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.stage.Schedule;

/**
 * The model and what computes it. Whatever is left open is decided on the machine where the job runs; threads, precision and
 * kernels change the last bits of a result.
 *
 * @param source      a Stable Diffusion 1 or 2 model, maybe with LoRAs, or with another autoencoder or decoder
 * @param motion      the motion module that ties the frames of a video together; empty for none
 * @param device      {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param precision   of the U-Net; empty for float32 on a CPU and float16 on CUDA
 * @param threads     on the CPU, in all; empty for the physical cores
 * @param kernels     the way the layers are computed; empty for the fastest here, which is measured once
 * @param memory      bytes that keys and values of frames and styles may take, and with them the frames in work beyond the
 *                    first; empty for no limit to the former and half of the machine's memory for the latter
 * @param checkpoints whether the U-Net is computed twice for its gradient instead of kept in memory; empty for where memory
 *                    is short
 */
public record Machine(
        ModelSource source,
        Optional<MotionRequest> motion,
        String device,
        Optional<Precision> precision,
        OptionalInt threads,
        Optional<KernelPlan> kernels,
        OptionalLong memory,
        Optional<Boolean> checkpoints) {
    /** Of the memory that the gradient's graph may take; weights and keys need the rest. */
    private static final double GRAPH_SHARE = 0.25;
    /** Of the machine's memory that all frames in work may take where no limit is given. */
    private static final double FRAMES_SHARE = 0.5;

    /** Memory in bytes that any card has on which Stable Diffusion runs. */
    private static final long SMALL_CARD = 8L << 30;

    private static final int MOST_THREADS = 1024;

    public Machine {
        if (threads.isPresent() && (threads.getAsInt() < 1 || threads.getAsInt() > MOST_THREADS)) {
            throw new IllegalArgumentException("threads " + threads.getAsInt() + ": expected 1 to " + MOST_THREADS);
        }
    }

    /** A model, with everything else decided where the job runs. */
    public static Machine of(Path model) {
        return new Machine(
                ModelSource.of(model),
                Optional.empty(),
                "auto",
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    /** The same with a folder of configs that describes the model's file. */
    public Machine withModelConfig(Path folder) {
        return from(source.withConfigs(folder));
    }

    /** The same with other LoRAs. */
    public Machine withLoras(List<LoraFile> others) {
        return from(source.withLoras(others));
    }

    /** The same where other weights invert. */
    public Machine withInversion(InversionWeights other) {
        return from(source.withInversion(other));
    }

    /** The same with a model that predicts this, whatever it states. */
    public Machine withPrediction(PredictionType type) {
        return from(source.withPrediction(type));
    }

    /** The same with a model that is read from elsewhere. */
    public Machine from(ModelSource other) {
        return new Machine(other, motion, device, precision, threads, kernels, memory, checkpoints);
    }

    /** The same with a motion module. */
    public Machine withMotion(MotionRequest module) {
        return with(Optional.of(module));
    }

    /** The same without a motion module, of which pictures make no use. */
    public Machine withoutMotion() {
        return with(Optional.empty());
    }

    private Machine with(Optional<MotionRequest> module) {
        return new Machine(source, module, device, precision, threads, kernels, memory, checkpoints);
    }

    /** The model's folder or file. */
    public Path model() {
        return source.model();
    }

    /** Folder with the configs that describe a single file; empty for those of its family. */
    public Optional<Path> modelConfig() {
        return source.configs();
    }

    /** The same, to be used where another folder is the current one. */
    public Machine absolute() {
        return new Machine(
                source.absolute(),
                motion.map(MotionRequest::absolute),
                device,
                precision,
                threads,
                kernels,
                memory,
                checkpoints);
    }

    /** The same with these kernels, such as those with which a job was started. */
    public Machine withKernels(KernelPlan plan) {
        return with(precision, Optional.of(plan));
    }

    /** The same with another precision and the kernels that are the fastest for it. */
    public Machine withPrecision(Precision other) {
        return with(Optional.of(other), Optional.empty());
    }

    private Machine with(Optional<Precision> otherPrecision, Optional<KernelPlan> otherKernels) {
        return new Machine(source, motion, device, otherPrecision, threads, otherKernels, memory, checkpoints);
    }

    /** The same with nothing left open; where keys and values lie follows from their limit. */
    Machine resolved(Placement placement, int count, MemorySaving saving) {
        return new Machine(
                source,
                motion,
                placement.device().toString(),
                Optional.of(placement.precision()),
                OptionalInt.of(count),
                Optional.of(placement.kernels()),
                memory,
                Optional.of(saving.checkpoints()));
    }

    /**
     * Where and how the model computes; to be asked after the threads are set, since kernels are measured with them.
     */
    public Placement placement() {
        Device chosen = chosenDevice();
        Precision number = precision.orElse(chosen.kind() == Device.Kind.CUDA ? Precision.F16 : Precision.F32);
        if (kernels.isPresent()) {
            return new Placement(chosen, number, kernels.get());
        }
        return chosen.kind() == Device.Kind.CPU
                ? new Placement(chosen, number, KernelPlans.ofUser().get(number))
                : new Placement(chosen, number);
    }

    /** One frame after the other, on all threads. */
    public Schedule inTurn() {
        return new Schedule(1, threadCount());
    }

    /**
     * How the frames of a video are worked on, as far as memory has room: on a CPU as many at a time as there are threads,
     * since two threads on two frames have no need to wait for each other. The frames of a motion module are worked on
     * together, on all threads.
     */
    public Schedule schedule() {
        return chosenDevice().kind() == Device.Kind.CPU && motion.isEmpty() ? new Schedule(threadCount(), 1) : inTurn();
    }

    /**
     * The same where memory may have room for fewer; then each frame has more threads.
     *
     * @param opened  the model, with where keys and values lie
     * @param threads on which frames of this job were computed before, since others would give other bits; empty for a new
     *                job
     */
    public Schedule schedule(StyleTransfer opened, int width, int height, int styles, OptionalInt threads) {
        Schedule wanted = schedule();
        if (wanted.frames() == 1) {
            return wanted;
        }
        int room = room(opened, width, height, styles);
        int each = Math.min(threads.orElse(threadCount() / Math.min(room, threadCount())), threadCount());
        return new Schedule(Math.min(room, threadCount() / each), each);
    }

    /** Number of frames that may be in memory at a time; 1 at least. */
    private int room(StyleTransfer opened, int width, int height, int styles) {
        FrameCost cost = opened.cost(width, height, styles);
        MemorySaving saving = opened.options().memory();
        int bytes =
                saving.storage() == KeyValueStorage.MEMORY ? opened.precision().bytes() : Precision.BF16.bytes();
        boolean inFiles = saving.storage() == KeyValueStorage.DISK;
        double limit = memory.isPresent() ? memory.getAsLong() : FRAMES_SHARE * physicalMemory();
        double left = limit - (inFiles ? 0 : cost.storedBytes(bytes));
        double each = opened.workingBytes(width, height)
                // those wait too that are done while the one before them is not
                + (inFiles ? 0 : 2 * cost.bytesPerFrame(bytes))
                + (cost.needsGraph() && !saving.checkpoints()
                        ? cost.graphBytes(opened.precision().bytes(), opened.precision() == Precision.BF16)
                        : 0);
        return (int) Math.max(1, Math.min(MOST_THREADS, left / each));
    }

    private Device chosenDevice() {
        return Usage.checked(() -> Device.parse(device));
    }

    private int threadCount() {
        return threads.orElseGet(PhysicalCores::count);
    }

    /**
     * Loads the model.
     *
     * @throws MediaException if there is none, or configs are given that do not belong to it
     */
    public StyleTransfer open(Placement placement, StyleTransferOptions options) {
        requireModel();
        return StyleTransfer.open(source, motion.map(MotionRequest::source), placement, options);
    }

    /** Fails if a file that is named is not there, or the configs do not describe the model. */
    public void requireModel() {
        ModelCheck.require(source, motion);
    }

    /** What is read of the model. */
    public List<Path> files() {
        return Stream.concat(source.paths().stream(), motion.map(MotionRequest::file).stream())
                .toList();
    }

    /** The same model, saving memory where keys and values, or the gradient's graph, would not have room. */
    public StyleTransfer withinMemory(StyleTransfer opened, int width, int height, int styles) {
        FrameCost cost = opened.cost(width, height, styles);
        Precision number = opened.precision();
        boolean composed = number == Precision.BF16;
        MemorySaving saving = new MemorySaving(
                storage(cost, number),
                checkpoints.orElse(cost.graphBytes(number.bytes(), composed) > GRAPH_SHARE * deviceMemory()));
        return opened.with(opened.options().withMemory(saving));
    }

    /** How much the device has that computes. These natives cannot ask a card. */
    private long deviceMemory() {
        return chosenDevice().kind() == Device.Kind.CPU ? physicalMemory() : SMALL_CARD;
    }

    private static long physicalMemory() {
        return PhysicalMemory.bytes();
    }

    /** Where keys and values go that need so many bytes as they are. */
    public KeyValueStorage storage(FrameCost cost, Precision number) {
        if (memory.isEmpty() || cost.storedBytes(number.bytes()) <= memory.getAsLong()) {
            return KeyValueStorage.MEMORY;
        }
        return cost.storedBytes(Precision.BF16.bytes()) <= memory.getAsLong()
                ? KeyValueStorage.ROUNDED
                : KeyValueStorage.DISK;
    }
}
