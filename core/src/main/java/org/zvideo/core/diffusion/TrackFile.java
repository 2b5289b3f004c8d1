package org.zvideo.core.diffusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.PhysicalMemory;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;

/** The frames that later windows of a shot look at, as tensors of a safetensors file. */
public final class TrackFile {
    private static final String STEPS = "steps";

    private TrackFile() {}

    /**
     * All of them by name; the tensors are made in the scope of the caller.
     *
     * @param options of the method
     */
    public static Map<String, Tensor> tensors(List<FrameTrack> tracks, DualPathOptions options) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(STEPS, Ops.tensor(steps(options), 2));
        for (int n = 0; n < tracks.size(); n++) {
            String frame = n + ".";
            tracks.get(n).tensors().forEach((name, tensor) -> tensors.put(frame + name, tensor));
        }
        return tensors;
    }

    /**
     * What {@link #tensors} gave.
     *
     * @param options of the method
     * @throws ZvideoException if it is something else
     */
    public static List<FrameTrack> read(Safetensors file, DualPathOptions options, Placement placement) {
        PhysicalMemory.require(file.toString(), file.bytes());
        List<FrameTrack> tracks = new ArrayList<>();
        return Closing.onFailure(() -> tracks.forEach(FrameTrack::close), () -> {
            try (Gradients off = Gradients.off();
                    TensorScope scope = TensorScope.open("reading frames")) {
                List<String> names = new ArrayList<>(file.names());
                require(
                        file,
                        names.remove(STEPS) && Arrays.equals(Ops.doubles(file.read(STEPS)), steps(options)),
                        STEPS);
                Map<Integer, Map<String, Tensor>> frames = new TreeMap<>();
                for (String name : names) {
                    require(
                            file,
                            name.matches("\\d{1,4}\\.(inverted|denoised|plain|mask)\\.\\d{1,4}")
                                    && file.holdsFractions(name)
                                    && file.shape(name).length == (name.contains("mask") ? 2 : 4),
                            name);
                    int dot = name.indexOf('.');
                    frames.computeIfAbsent(Integer.parseInt(name.substring(0, dot)), n -> new LinkedHashMap<>())
                            .put(name.substring(dot + 1), placement.toLatentFormat(file.read(name)));
                }
                for (Map<String, Tensor> frame : frames.values()) {
                    require(file, frame.containsKey("inverted.0"), "inverted.0");
                    tracks.add(track(file, frame, options));
                }
                require(file, !tracks.isEmpty() && frames.containsKey(tracks.size() - 1), "inverted.0");
                return tracks;
            }
        });
    }

    /** Those in which a frame is denoised, and those in which it was inverted. */
    private static double[] steps(DualPathOptions options) {
        return new double[] {options.steps(), options.inversionSteps()};
    }

    private static FrameTrack track(Safetensors file, Map<String, Tensor> frame, DualPathOptions options) {
        Tensor clean = frame.get("inverted.0");
        List<Tensor> masks = new ArrayList<>();
        while (frame.containsKey("mask." + masks.size())) {
            masks.add(frame.get("mask." + masks.size()));
        }
        FrameTrack track = new FrameTrack(clean, masks, true);
        return Closing.onFailure(track, () -> {
            take(file, frame, "inverted.", track.inversion(), options.inversionSteps());
            take(file, frame, "denoised.", track.denoising(), options.steps());
            if (frame.containsKey("plain.0")) {
                take(file, frame, "plain.", track.reconstruction(), options.steps());
            }
            return track;
        });
    }

    private static void take(Safetensors file, Map<String, Tensor> frame, String name, LatentPath path, int steps) {
        long[] shape = frame.get("inverted.0").shape();
        for (int n = 0; n <= steps; n++) {
            Tensor latent = frame.get(name + n);
            require(file, latent != null && Arrays.equals(latent.shape(), shape), name + n);
            path.add(latent);
        }
    }

    private static void require(Safetensors file, boolean holds, String tensor) {
        if (!holds) {
            throw new ZvideoException(
                    ErrorKind.BAD_INPUT,
                    file + ": tensor " + tensor + " is not what a frame leaves; it is damaged",
                    Remedy.of(Remedy.Id.START_OVER),
                    null);
        }
    }
}
