package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.weights.ModelContainer.Part;

/**
 * An autoencoder, or one half of it, that lies apart from the model: in diffusers' folder or file, in the original naming with or
 * without {@code first_stage_model.}, or a tiny one in either of its namings.
 */
final class SeparateVae implements AutoCloseable {
    private static final int NAMED = 5;
    private static final int LEVELS = 4;

    private final Path given;
    private final Map<Safetensors, VaeNames> opened = new LinkedHashMap<>();
    private final Config config;

    /**
     * Opens it.
     *
     * @param role  what it is in the model, where its files are listed
     * @param files to which they are added
     * @param usual the config of a file in AutoencoderKL's naming beside which there is none
     */
    SeparateVae(Path given, String role, ModelFiles files, Supplier<Config> usual) {
        this.given = given;
        VaePlace place = VaePlace.of(given, index -> files.open(role + "/" + index.getFileName(), index));
        this.config = Closing.onFailure(this, () -> {
            for (Path file : place.files()) {
                Safetensors tensors = Safetensors.open(file, role + "/" + file.getFileName(), files);
                opened.put(tensors, VaeNames.ALONE); // so that it is closed if it turns out to be something else
                opened.put(tensors, VaeNames.of(tensors.names()).orElseThrow(() -> noAutoencoder(tensors)));
            }
            return place.config()
                    .filter(beside -> describes(Config.read(beside)))
                    .map(beside -> Config.read(files.open(role + "/config.json", beside)))
                    .orElseGet(() -> isTiny() ? ofShapes() : ofFamily(usual.get()));
        });
    }

    /** A warning about a name that tells of another family with the same shapes. */
    Optional<String> note() {
        return VaePlace.names(given)
                .filter(name -> name.toLowerCase(Locale.ROOT).contains("xl"))
                .findFirst()
                .map(name -> given + ": '" + name
                        + "' reads as Stable Diffusion XL, whose latents mean something else; with a"
                        + " Stable Diffusion v1 or 2 model take the one without xl");
    }

    private static WeightException noAutoencoder(Safetensors tensors) {
        List<String> first = tensors.names().stream().limit(NAMED).toList();
        return new WeightException(tensors + ": holds no autoencoder but " + String.join(", ", first)
                + (tensors.names().size() > NAMED ? ", …" : "")
                + "; pass the file or folder of an AutoencoderKL or AutoencoderTiny");
    }

    private boolean isTiny() {
        return opened.values().iterator().next().isTiny();
    }

    /** Beside a single file the config may be that of something else; a folder's own is never passed over. */
    private boolean describes(Config read) {
        boolean other = read.has("_class_name") && !read.text("_class_name", "").startsWith("Autoencoder");
        return Files.isDirectory(given) || !other && isTiny() == VaeNames.isTiny(read);
    }

    /** The config of a tiny autoencoder of the usual depth, with the widths of its tensors. */
    private Config ofShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        opened.forEach((file, names) ->
                file.names().forEach(key -> names.within(key).ifPresent(name -> shapes.put(name, file.shape(key)))));
        ObjectNode made = JsonNodeFactory.instance.objectNode().put("_class_name", VaeNames.TINY_CLASS);
        width(shapes, "encoder.layers.0.weight", 0)
                .ifPresent(width -> made.set("encoder_block_out_channels", repeated(width)));
        width(shapes, "decoder.layers.0.weight", 0)
                .ifPresent(width -> made.set("decoder_block_out_channels", repeated(width)));
        width(shapes, "decoder.layers.0.weight", 1)
                .or(() -> width(shapes, "encoder.layers.14.weight", 0))
                .ifPresent(latent -> made.put("latent_channels", latent));
        return Config.of(given.toString(), made);
    }

    private static ArrayNode repeated(int width) {
        ArrayNode widths = JsonNodeFactory.instance.arrayNode();
        for (int n = 0; n < LEVELS; n++) {
            widths.add(width);
        }
        return widths;
    }

    private static Optional<Integer> width(Map<String, long[]> shapes, String key, int dimension) {
        return Optional.ofNullable(shapes.get(key))
                .filter(shape -> shape.length > dimension && shape[dimension] <= Integer.MAX_VALUE)
                .map(shape -> (int) shape[dimension]);
    }

    /** The config that such files have, with the file's own number of latent channels, by which families differ. */
    private Config ofFamily(Config usual) {
        for (Map.Entry<Safetensors, VaeNames> file : opened.entrySet()) {
            for (String key : file.getKey().names()) {
                long[] shape = file.getKey().shape(key);
                if (file.getValue()
                                .within(key)
                                .filter("decoder.conv_in.weight"::equals)
                                .isPresent()
                        && shape.length > 1
                        && shape[1] <= Integer.MAX_VALUE) {
                    return usual.saying("latent_channels", IntNode.valueOf((int) shape[1]), given + " (" + key + ")");
                }
            }
        }
        return usual;
    }

    Config config() {
        return config;
    }

    /** Its weights under diffusers' names. */
    Weights weights() {
        Map<Safetensors, Function<String, Optional<String>>> files = new LinkedHashMap<>();
        Function<String, Optional<String>> diffusers = CheckpointNames.of(Part.VAE, config);
        opened.forEach((file, names) -> files.put(file, key -> names.within(key).flatMap(diffusers)));
        return new StoredWeights(given.toString(), files);
    }

    /** Fails unless it can encode. */
    void requireEncoder() {
        if (!holds("encoder.")) {
            throw new WeightException(
                    given + ": holds a decoder alone, which encodes no picture", Remedy.of(Remedy.Id.DECODER_ALONE));
        }
    }

    /** Fails unless it can decode. */
    void requireDecoder() {
        if (!holds("decoder.")) {
            throw new WeightException(given
                    + ": holds an encoder alone; pass the folder or the file that holds its decoder, as taesd_decoder.safetensors"
                    + " is beside taesd_encoder.safetensors");
        }
    }

    private boolean holds(String half) {
        List<String> found = new ArrayList<>();
        opened.forEach((file, names) -> file.names()
                .forEach(key ->
                        names.within(key).filter(name -> name.startsWith(half)).ifPresent(found::add)));
        return !found.isEmpty();
    }

    @Override
    public void close() {
        opened.keySet().forEach(Safetensors::close);
    }

    @Override
    public String toString() {
        return given.toString();
    }
}
