package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.core.diffusion.NoiseSchedule;
import org.zvideo.core.diffusion.TimestepSpacing;

/**
 * Every place in which a model states how it predicts. Oracle: what a folder is read as whose scheduler's config says it, as the
 * weights are the same in all of them.
 */
class PredictionTest {
    private static final String REMEDY = "; say whether it predicts epsilon or v";

    @TempDir
    Path folder;

    private Path configs;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        configs = MadeModels.configs(folder.resolve("configs"));
        MadeModels.remove(scheduler(), "prediction_type");
        MadeModels.remove(scheduler(), "rescale_betas_zero_snr");
        file = folder.resolve("models/some.safetensors");
        Files.createDirectories(file.getParent());
        Files.copy(MadeModels.TINY_FILE, file);
    }

    private Path scheduler() {
        return configs.resolve("scheduler/scheduler_config.json");
    }

    /** A place, and the two things that it can say. */
    private record Place(String name, String v, String epsilon) {}

    static Stream<Place> places() {
        return Stream.of(
                new Place("metadata:modelspec.prediction_type", "v", "epsilon"),
                new Place("metadata:modelspec.predict_key", "v", "epsilon"),
                new Place("metadata:ss_v_parameterization", "True", "False"),
                new Place(
                        "metadata:ot_config", "{\"model\":{\"force_v_prediction\":true}}", "{\"v_prediction\":false}"),
                new Place("metadata:prediction_type", "v-prediction", "eps"),
                new Place(
                        "some.yaml",
                        "model:\n  params:\n    parameterization: \"v\"  # yes\n",
                        "model: {params: {parameterization: eps}}"),
                new Place("some.yml", "parameterization: v", "parameterization: 'eps'"),
                new Place(
                        "some.json",
                        "{\"sd version\":\"SD1\",\"config\":{\"predictionType\":\"v\"}}",
                        "{\"prediction_type\":\"epsilon\"}"),
                new Place("some.safetensors.json", "{\"v_pred\":true}", "{\"v_pred\":false}"),
                new Place(
                        "some.civitai.info",
                        "{\"a\":[{\"prediction_type\":\"v_prediction\"}],\"b\":NaN}",
                        "{\"prediction_type\":\"eps\"}"),
                new Place(
                        "scheduler_config.json",
                        "{\"prediction_type\":\"v_prediction\"}",
                        "{\"prediction_type\":\"epsilon\"}"),
                new Place(
                        "scheduler/scheduler_config.json",
                        "{\"prediction_type\":\"v_prediction\"}",
                        "{\"prediction_type\":\"epsilon\"}"));
    }

    private void say(Place place, String what) throws IOException {
        if (place.name.startsWith("metadata:")) {
            MadeModels.rewritten(
                    MadeModels.TINY_FILE,
                    file,
                    UnaryOperator.identity(),
                    Map.of(
                            "__metadata__",
                            MadeModels.JSON.createObjectNode().put(place.name.substring("metadata:".length()), what)));
        } else {
            Files.createDirectories(file.resolveSibling(place.name).getParent());
            Files.writeString(file.resolveSibling(place.name), what);
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void eachPlaceCountsAsTheConfigDoes(Place place) throws IOException {
        String where = place.name.startsWith("metadata:")
                ? file + " (metadata " + place.name.substring("metadata:".length()) + ")"
                : file.resolveSibling(place.name).toString();
        say(place, place.v);
        assertEquals(PredictionType.V, read(file, configs).prediction());
        say(place, place.epsilon);
        assertEquals(PredictionType.EPSILON, read(file, configs).prediction());

        MadeModels.set(scheduler(), "prediction_type", "\"v_prediction\"");
        assertEquals(
                "prediction_type: " + where + " says \"epsilon\", but " + scheduler()
                        + " says \"v_prediction\": they contradict each other" + REMEDY,
                refused());
        say(place, place.v);
        assertEquals(PredictionType.V, read(file, configs).prediction(), "both say the same");
        MadeModels.set(scheduler(), "prediction_type", "\"epsilon\"");
        assertEquals(
                "prediction_type: " + where + " says \"v_prediction\", but " + scheduler()
                        + " says \"epsilon\": they contradict each other" + REMEDY,
                refused());
    }

    @Test
    void aFolderSaysItToo() throws IOException {
        Path model = MadeModels.copy(MadeModels.TINY, folder.resolve("model"));
        Path config = model.resolve("scheduler/scheduler_config.json");
        MadeModels.set(config, "prediction_type", "\"v_prediction\"");
        assertEquals(PredictionType.V, read(model, null).prediction());
        MadeModels.remove(config, "prediction_type");
        assertEquals(PredictionType.EPSILON, read(model, null).prediction());
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        MadeModels.rewritten(
                weights,
                weights,
                UnaryOperator.identity(),
                Map.of("__metadata__", MadeModels.JSON.createObjectNode().put("modelspec.prediction_type", "v")));
        assertEquals(PredictionType.V, read(model, null).prediction());
        MadeModels.set(config, "prediction_type", "\"sample\"");
        assertTrue(assertThrows(WeightException.class, () -> read(model, null))
                .getMessage()
                .endsWith("they contradict each other" + REMEDY));
    }

    @Test
    void whatTheUserSaysGoesBeforeAllOfThem() throws IOException {
        say(new Place("some.yaml", "", ""), "parameterization: v");
        MadeModels.set(scheduler(), "prediction_type", "\"epsilon\"");
        for (PredictionType chosen : PredictionType.values()) {
            try (ModelContainer container = ModelContainer.open(file, Optional.of(configs), Optional.of(chosen))) {
                assertEquals(
                        chosen,
                        NoiseSchedule.of(container.config(ModelContainer.Part.SCHEDULER))
                                .prediction());
            }
        }
    }

    @Test
    void whatIsNeitherIsRefused() throws IOException {
        MadeModels.set(scheduler(), "prediction_type", "\"sample\"");
        assertEquals(scheduler() + ": prediction_type: expected epsilon or v_prediction, got \"sample\"", refused());
    }

    /** The second is of another noise schedule, which no table of DDIM describes. */
    @Test
    void tensorsAreMarks() throws IOException {
        mark("v_pred");
        assertEquals(PredictionType.V, read(file, configs).prediction());
        mark("edm_vpred.sigma_max");
        assertEquals(
                file + " (tensor edm_vpred.sigma_max): prediction_type: expected epsilon or v_prediction, got"
                        + " \"edm_v_prediction\"",
                refused());
    }

    private void mark(String name) throws IOException {
        JsonNode empty = MadeModels.JSON.readTree("{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        MadeModels.rewritten(MadeModels.TINY_FILE, file, UnaryOperator.identity(), new HashMap<>(Map.of(name, empty)));
    }

    /** Oracle: there is no ε that would tell the picture at ᾱ = 0, so only a model that predicts v can end there. */
    @Test
    void zeroSignalAtTheEndIsOfModelsThatPredictV() throws IOException {
        for (Place place : List.of(
                new Place("tensor:ztsnr", "", ""),
                new Place("metadata:ss_zero_terminal_snr", "True", "False"),
                new Place("some.yaml", "zsnr: true", "zsnr: false"))) {
            MadeModels.remove(scheduler(), "prediction_type");
            Files.copy(MadeModels.TINY_FILE, file, StandardCopyOption.REPLACE_EXISTING);
            if (place.name.startsWith("tensor:")) {
                mark("ztsnr");
            } else {
                say(place, place.v);
            }
            assertTrue(
                    refused().contains("rescale_betas_zero_snr: expected false, got true: no ε")
                            && refused().endsWith(REMEDY),
                    refused());
            MadeModels.set(scheduler(), "prediction_type", "\"v_prediction\"");
            double[] alphas = read(file, configs).alphasCumprod();
            assertEquals(0, alphas[alphas.length - 1]);
            if (!place.epsilon.isEmpty()) {
                say(place, place.epsilon);
                assertEquals(0.0047, read(file, configs).alpha(999), 0.0001);
                MadeModels.set(scheduler(), "rescale_betas_zero_snr", "true");
                assertTrue(refused().endsWith("they contradict each other; correct the one that is wrong"), refused());
                MadeModels.remove(scheduler(), "rescale_betas_zero_snr");
            }
        }
    }

    @Test
    void theSpacingOfTimestepsIsReadToo() throws IOException {
        assertEquals(TimestepSpacing.LEADING, read(file, configs).spacing());
        MadeModels.set(scheduler(), "timestep_spacing", "\"trailing\"");
        assertEquals(TimestepSpacing.TRAILING, read(file, configs).spacing());
        assertEquals(Optional.empty(), read(file, configs).note());
        MadeModels.set(scheduler(), "timestep_spacing", "\"linspace\"");
        assertEquals(TimestepSpacing.LEADING, read(file, configs).spacing());
        assertEquals(
                scheduler() + ": timestep_spacing linspace: leading is used, as the method defines it",
                read(file, configs).note().orElseThrow());
        MadeModels.set(scheduler(), "timestep_spacing", "\"random\"");
        assertEquals(
                scheduler() + ": timestep_spacing: expected leading, trailing or linspace, got \"random\"", refused());
    }

    /** Oracle: descriptions as they lie beside models; none of them speaks of the prediction. */
    @Test
    void whatSaysNothingOfItStaysWithoutEffect() throws IOException {
        Files.writeString(
                file.resolveSibling("some.json"),
                "{\"description\":\"not v_prediction: true\",\"prediction_type\":null}");
        Files.writeString(
                file.resolveSibling("some.yaml"), "# parameterization: v\nmodel:\n  base_learning_rate: 1.0e-4\n");
        Files.writeString(file.resolveSibling("some-other.json"), "{\"prediction_type\":\"v_prediction\"}");
        Files.writeString(file.resolveSibling("other.yaml"), "parameterization: v");
        Files.writeString(file.resolveSibling("some.txt"), "prediction_type: v");
        say(new Place("metadata:ss_training_comment", "", ""), "v_prediction: true");
        assertEquals(PredictionType.EPSILON, read(file, configs).prediction());
    }

    @Test
    void aDescriptionLiesBesideEitherEndOfALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), file);
        assertEquals(PredictionType.EPSILON, read(link, configs).prediction());
        Files.writeString(file.resolveSibling("some.yaml"), "parameterization: v");
        assertEquals(PredictionType.V, read(link, configs).prediction());
        Files.delete(file.resolveSibling("some.yaml"));
        Files.writeString(folder.resolve("link.json"), "{\"prediction_type\":\"v\"}");
        assertEquals(PredictionType.V, read(link, configs).prediction());
    }

    private static NoiseSchedule read(Path model, @Nullable Path configs) {
        try (ModelContainer container = ModelContainer.open(model, Optional.ofNullable(configs))) {
            return NoiseSchedule.of(container.config(ModelContainer.Part.SCHEDULER));
        }
    }

    private String refused() {
        String message =
                assertThrows(WeightException.class, () -> read(file, configs)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
