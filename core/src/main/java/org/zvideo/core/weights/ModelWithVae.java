package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.zvideo.core.error.Closing;
import org.zvideo.core.file.ReadFile;

/** A model with another autoencoder than its own, or another decoder. */
final class ModelWithVae implements ModelContainer {
    private final ModelContainer own;
    private final ModelFiles files = new ModelFiles();
    private final Optional<SeparateVae> vae;
    private final Optional<SeparateVae> decoder;

    /** Takes over the model, which is left open on failure. */
    ModelWithVae(ModelContainer own, Optional<Path> vae, Optional<Path> decoder) {
        this.own = own;
        this.vae = vae.map(path -> new SeparateVae(path, "vae", files, this::usual));
        this.decoder = Closing.onFailure(
                () -> this.vae.ifPresent(SeparateVae::close),
                () -> decoder.map(path -> new SeparateVae(path, "decoder", files, this::usual)));
        Closing.onFailure(this::closeOthers, this::requireHalves);
    }

    /** The config of a file that carries none: that of the autoencoder that it replaces, else Stable Diffusion v1's. */
    private Config usual() {
        Config replaced = own.has(Part.VAE) ? own.config(Part.VAE) : Generation.V1.config(Part.VAE);
        return VaeNames.isTiny(replaced) ? Generation.V1.config(Part.VAE) : replaced;
    }

    private void requireHalves() {
        vae.ifPresent(given -> {
            given.requireEncoder();
            if (decoder.isEmpty()) {
                given.requireDecoder();
            }
        });
        decoder.ifPresent(SeparateVae::requireDecoder);
    }

    @Override
    public boolean has(Part part) {
        return part == Part.VAE && vae.isPresent() || own.has(part);
    }

    @Override
    public WeightException missing(Part part) {
        return own.missing(part);
    }

    @Override
    public Config config(Part part) {
        return part == Part.VAE && vae.isPresent() ? vae.get().config() : own.config(part);
    }

    @Override
    public Weights weights(Part part) {
        return part == Part.VAE && vae.isPresent() ? vae.get().weights() : own.weights(part);
    }

    @Override
    public Optional<Network> decoder() {
        return decoder.map(given -> new Network(given.config(), given.weights()))
                .or(own::decoder);
    }

    @Override
    public Optional<ModelContainer> inverting() {
        return own.inverting();
    }

    @Override
    public OptionalInt padToken() {
        return own.padToken();
    }

    @Override
    public Optional<Path> nullPrompt() {
        return own.nullPrompt();
    }

    @Override
    public Map<String, ReadFile> files() {
        Map<String, ReadFile> all = new LinkedHashMap<>(own.files());
        all.putAll(files.read());
        return Collections.unmodifiableMap(all);
    }

    @Override
    public List<String> notes() {
        return Stream.of(
                        own.notes().stream(),
                        vae.flatMap(SeparateVae::note).stream(),
                        decoder.flatMap(SeparateVae::note).stream())
                .flatMap(all -> all)
                .toList();
    }

    private void closeOthers() {
        vae.ifPresent(SeparateVae::close);
        decoder.ifPresent(SeparateVae::close);
    }

    @Override
    public void close() {
        closeOthers();
        own.close();
    }

    @Override
    public String toString() {
        return own.toString();
    }
}
