package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every place in which a model states how it predicts. Oracle: the sentence of a folder whose scheduler's config says it, as
 * the weights are the same in all of them.
 */
class PredictionTest {
    private static final String SENTENCE = ": prediction_type: expected epsilon, got \"v_prediction\"";
    private static final String REMEDY = ": the method needs a model that predicts ε; use an SD v1 model";

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
        say(place, place.v);
        String message = refused();
        assertTrue(message.endsWith(SENTENCE + REMEDY), message);
        String where = place.name.replace("metadata:", "some.safetensors (metadata ");
        assertTrue(message.contains(where), message);

        say(place, place.epsilon);
        MadeModels.load(file, configs);

        MadeModels.set(scheduler(), "prediction_type", "\"v_prediction\"");
        assertEquals(
                scheduler() + SENTENCE + ", but " + file.getParent().resolve(where) + (where.contains("(") ? ")" : "")
                        + " says \"epsilon\": they contradict each other" + REMEDY,
                refused());
        say(place, place.v);
        assertTrue(refused().endsWith(SENTENCE + REMEDY), "both say the same");
        MadeModels.set(scheduler(), "prediction_type", "\"epsilon\"");
        assertTrue(refused().contains(SENTENCE + ", but " + scheduler() + " says \"epsilon\""), refused());
    }

    /** Oracle: what the folder says whose config has the key. */
    @Test
    void aFolderSaysItInTheSameWords() throws IOException {
        Path model = MadeModels.copy(MadeModels.TINY, folder.resolve("model"));
        MadeModels.set(model.resolve("scheduler/scheduler_config.json"), "prediction_type", "\"v_prediction\"");
        assertEquals(
                model.resolve("scheduler/scheduler_config.json") + SENTENCE + REMEDY,
                assertThrows(WeightException.class, () -> MadeModels.load(model, null))
                        .getMessage());
        MadeModels.remove(model.resolve("scheduler/scheduler_config.json"), "prediction_type");
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        MadeModels.rewritten(
                weights,
                weights,
                UnaryOperator.identity(),
                Map.of("__metadata__", MadeModels.JSON.createObjectNode().put("modelspec.prediction_type", "v")));
        assertTrue(assertThrows(WeightException.class, () -> MadeModels.load(model, null))
                .getMessage()
                .endsWith(SENTENCE + REMEDY));
    }

    @ParameterizedTest
    @CsvSource({"v_pred,prediction_type", "edm_vpred.sigma_max,prediction_type", "ztsnr,rescale_betas_zero_snr"})
    void tensorsAreMarks(String mark, String key) throws IOException {
        JsonNode empty = MadeModels.JSON.readTree("{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        MadeModels.rewritten(MadeModels.TINY_FILE, file, UnaryOperator.identity(), new HashMap<>(Map.of(mark, empty)));
        String message = refused();
        assertTrue(message.startsWith(file + " (tensor " + mark + "): " + key + ": expected "), message);
    }

    @Test
    void whatZeroSignalAtTheEndMeansIsKnownToo() throws IOException {
        for (Place place : List.of(
                new Place("metadata:ss_zero_terminal_snr", "True", "False"),
                new Place("some.yaml", "zsnr: true", "zsnr: false"))) {
            say(place, place.v);
            assertTrue(refused().contains("rescale_betas_zero_snr: expected false, got true"), refused());
            say(place, place.epsilon);
            MadeModels.load(file, configs);
        }
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
        MadeModels.load(file, configs);
    }

    @Test
    void aDescriptionLiesBesideEitherEndOfALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), file);
        MadeModels.load(link, configs);
        Files.writeString(file.resolveSibling("some.yaml"), "parameterization: v");
        assertTrue(assertThrows(WeightException.class, () -> MadeModels.load(link, configs))
                .getMessage()
                .contains(SENTENCE));
        Files.delete(file.resolveSibling("some.yaml"));
        Files.writeString(folder.resolve("link.json"), "{\"prediction_type\":\"v\"}");
        assertTrue(assertThrows(WeightException.class, () -> MadeModels.load(link, configs))
                .getMessage()
                .contains(SENTENCE));
    }

    private String refused() {
        String message = assertThrows(WeightException.class, () -> MadeModels.load(file, configs))
                .getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
