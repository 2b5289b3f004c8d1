package org.zvideo.core;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.weights.Config;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.WeightException;
import org.zvideo.core.weights.Weights;

/** A model that denoises what another one has inverted. Closes both. */
record InvertedByAnother(ModelContainer denoising, ModelContainer other) implements ModelContainer {
    @Override
    public boolean has(Part part) {
        return denoising.has(part);
    }

    @Override
    public WeightException missing(Part part) {
        return denoising.missing(part);
    }

    @Override
    public Config config(Part part) {
        return denoising.config(part);
    }

    @Override
    public Weights weights(Part part) {
        return denoising.weights(part);
    }

    @Override
    public Optional<Path> nullPrompt() {
        return denoising.nullPrompt();
    }

    @Override
    public Optional<ModelContainer> inverting() {
        return Optional.of(other);
    }

    @Override
    public OptionalInt padToken() {
        return denoising.padToken();
    }

    @Override
    public Map<String, ReadFile> files() {
        Map<String, ReadFile> files = new LinkedHashMap<>(denoising.files());
        other.files().forEach((role, file) -> files.put("inverting/" + role, file));
        return files;
    }

    @Override
    public void close() {
        denoising.close();
        other.close();
    }
}
