package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.error.Closing;
import org.zvideo.core.file.ReadFile;

/**
 * The files of a motion module (AnimateDiff, version 2 or 3): a {@code .safetensors} file in the names of AnimateDiff's own code
 * or of the diffusers library, or diffusers' folder of a {@code MotionAdapter}, whose config says what the file leaves open.
 */
public final class MotionContainer implements AutoCloseable {
    private static final String ADAPTER = "MotionAdapter";
    private static final String STEM = "diffusion_pytorch_model";
    private static final String INSTEAD = "take mm_sd15_v3.safetensors or mm_sd15_v2.safetensors of "
            + "conrevo/AnimateDiff-A1111, or the folder of guoyww/animatediff-motion-adapter-v1-5-3 or -2";
    /** The frames that version 1 counts; the later ones count 32. */
    private static final long FRAMES_OF_VERSION_1 = 24;

    private final Path path;
    private final ModelFiles files = new ModelFiles();
    private final Optional<Config> config;
    private final Safetensors tensors;
    private final List<Lora> loras = new ArrayList<>();

    private MotionContainer(Path path) {
        this.path = path;
        if (Files.isDirectory(path)) {
            config = Optional.of(config(path));
            tensors = Safetensors.open(weightsIn(path), "motion/" + STEM + ".safetensors", files);
        } else {
            config = Optional.empty();
            refusePickle(path);
            tensors = Safetensors.open(path, "motion", files);
        }
    }

    /**
     * Opens a file or a folder and looks at the names and shapes of its tensors.
     *
     * @param added LoRAs of motion modules
     * @throws WeightException if it is anything but a motion module of a supported kind
     */
    public static MotionContainer open(Path path, List<LoraFile> added) {
        MotionContainer container = new MotionContainer(path);
        return Closing.onFailure(container, () -> {
            container.refuseOthers();
            for (LoraFile lora : added) {
                String role = "motion lora " + (container.loras.size() + 1);
                container.loras.add(Lora.ofMotion(lora, role, container.files));
            }
            return container;
        });
    }

    private static void refusePickle(Path file) {
        if (UnsupportedFormats.isPickle(file)) {
            throw new WeightException(file + ": pickle checkpoints can run code and are never loaded; " + INSTEAD);
        }
    }

    private Config config(Path folder) {
        Path file = folder.resolve("config.json");
        if (!Files.exists(file)) {
            List<Path> inside = PartFiles.files(folder, name -> name.endsWith(".safetensors"));
            List<Path> pickles = PartFiles.files(folder, name -> name.matches(".*\\.(ckpt|pt|pth|bin)"));
            if (inside.isEmpty() && !pickles.isEmpty()) {
                refusePickle(pickles.get(0));
            }
            throw new WeightException(folder + ": holds no config.json: not the folder of a motion adapter; "
                    + (inside.isEmpty() ? INSTEAD : "it holds " + PartFiles.listed(inside) + ": pass that file"));
        }
        Config read = Config.read(files.open("motion/config.json", file));
        String kind = read.text("_class_name", "nothing");
        if (!kind.equals(ADAPTER)) {
            throw new WeightException(file + ": _class_name: expected " + ADAPTER + ", got " + kind
                    + (kind.equals("UNetMotionModel")
                            ? ", a whole U-Net with motion modules; take the motion adapter it was made of"
                            : "; " + INSTEAD));
        }
        String plain = INSTEAD;
        read.require("motion_transformer_layers_per_block", 1, plain);
        read.require("motion_mid_block_layers_per_block", 1, plain);
        read.require("motion_transformer_layers_per_mid_block", 1, plain);
        read.require("conv_in_channels", "null", "a module that also replaces the U-Net's first layer (PIA); " + plain);
        return read;
    }

    /**
     * Fails for a model that such a module was not made for, though its layers are as wide.
     *
     * @param width of what the model's U-Net attends to
     */
    public void requireContext(int width) {
        if (Generation.ofContext(width) != Generation.V1) {
            throw new WeightException(path + ": a motion module for Stable Diffusion 1, and the model is "
                    + Generation.ofContext(width).title() + ": it attends to a context of width " + width
                    + "; take a Stable Diffusion 1.5 model");
        }
    }

    private static Path weightsIn(Path folder) {
        return new PartFiles(folder, STEM)
                .weights(index -> {
                    throw new WeightException(
                            index + ": a motion adapter in several files is not supported; " + INSTEAD);
                })
                .get(0);
    }

    private void refuseOthers() {
        Set<String> names = tensors.names();
        boolean modules = any(names, MotionNames.PLACE);
        if (any(names, "lora")) {
            throw new WeightException(tensors + ": expected a motion module, got "
                    + (modules ? "a motion LoRA, which changes one and is none" : "a LoRA") + "; " + INSTEAD);
        }
        if (!modules) {
            throw new WeightException(
                    tensors + ": no " + MotionNames.PLACE + "* tensors: not a motion module; " + INSTEAD);
        }
        if (!any(names, "down_blocks.3.")) {
            throw new WeightException(
                    tensors + ": a motion module of Stable Diffusion XL (no down_blocks.3); " + INSTEAD);
        }
        if (names.stream().noneMatch(MotionNames::isEncoding)) {
            throw new WeightException(tensors
                    + ": no positional encoding (pe), like AnimateLCM, which was trained without and for another sampler; "
                    + INSTEAD);
        }
        names.stream().filter(MotionNames::isEncoding).forEach(this::refuseShape);
        if (!middle() && frames() <= FRAMES_OF_VERSION_1) {
            throw new WeightException(tensors + ": version 1 of AnimateDiff, which counts " + frames()
                    + " frames and was trained with norms over all of them; " + INSTEAD);
        }
    }

    private void refuseShape(String encoding) {
        long[] shape = tensors.shape(encoding);
        if (shape.length != 3 || shape[0] != 1 || shape[1] != frames() || !tensors.holdsFractions(encoding)) {
            throw new WeightException(tensors + ": tensor " + encoding + ": expected one encoding of " + frames()
                    + " frames [1, " + frames() + ", C], got " + Arrays.toString(shape) + "; the file is damaged");
        }
    }

    private static boolean any(Set<String> names, String part) {
        return names.stream().anyMatch(name -> name.contains(part));
    }

    /** What the folder says; empty for a single file. */
    public Optional<Config> config() {
        return config;
    }

    /** Whether its names are those of AnimateDiff's own code. */
    public boolean original() {
        return MotionNames.original(tensors.names());
    }

    /** Whether it has a module in the middle of the U-Net, as version 2 has. */
    public boolean middle() {
        return tensors.names().stream()
                .anyMatch(name -> MotionNames.unwrapped(name).startsWith("mid_block." + MotionNames.PLACE));
    }

    /** L: the frames that its positional encoding counts. */
    public int frames() {
        String encoding = encodings().get(0);
        long[] shape = tensors.shape(encoding);
        return shape.length == 3 ? (int) Math.min(shape[1], Integer.MAX_VALUE) : 0;
    }

    /** The names of its positional encodings, as they are stored. */
    public List<String> encodings() {
        return tensors.names().stream().filter(MotionNames::isEncoding).toList();
    }

    /** A positional encoding [1, L, C] as it is stored; belongs to the current scope. */
    public Tensor encoding(String name) {
        return tensors.read(name);
    }

    /** Its weights under diffusers' names, with what LoRAs add to them. */
    public Weights weights() {
        Weights stored = new StoredWeights(
                toString(),
                List.of(tensors),
                MotionNames::of,
                "take a motion module that was trained for Stable Diffusion v1, and such a model");
        return loras.isEmpty()
                ? stored
                : new MergedWeights(stored, loras, ModelContainer.Part.UNET, new LoraNames(stored.names()));
    }

    /** The files that were read, by what they are in the model. */
    public Map<String, ReadFile> files() {
        return files.read();
    }

    @Override
    public void close() {
        loras.forEach(Lora::close);
        tensors.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
