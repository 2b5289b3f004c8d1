package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.TestModels;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.torch.Placement;

/** Oracle: the folders that huggingface_hub makes, whose files are links to others in the repository's {@code blobs}. */
class HubCacheTest {
    private static final String HASH = "f3a17e1b2c0d4e5f60718293a4b5c6d7e8f90123";

    @TempDir
    Path folder;

    private Path repository;
    private Path snapshots;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = folder.resolve("models--org--name");
        snapshots = Files.createDirectories(repository.resolve("snapshots"));
        Files.createDirectories(repository.resolve("refs"));
        Path blobs = Files.createDirectories(repository.resolve("blobs"));
        int number = 0;
        try (Stream<Path> files = Files.walk(TestModels.tiny())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path link = snapshots
                        .resolve(HASH)
                        .resolve(TestModels.tiny().relativize(file).toString());
                Files.createDirectories(link.getParent());
                Path blob = Files.copy(file, blobs.resolve("blob" + number++));
                Files.createSymbolicLink(link, link.getParent().relativize(blob));
            }
        }
    }

    private Path main(String hash) throws IOException {
        return Files.writeString(repository.resolve("refs/main"), hash);
    }

    @Test
    void theModelOfARepositoryIsItsMainSnapshot() throws IOException {
        main(HASH + "\n");
        Files.createDirectories(snapshots.resolve("another"));
        Map<String, ?> files = MadeModels.load(repository, null);
        assertEquals(MadeModels.load(TestModels.tiny(), null).keySet(), files.keySet());
    }

    @Test
    void theOnlySnapshotIsTakenWithoutAMainOne() throws IOException {
        assertEquals(snapshots.resolve(HASH), ModelPlace.of(repository));
        main("0123456789");
        assertEquals(snapshots.resolve(HASH), ModelPlace.of(repository), "main is not there");
        main("../../..");
        assertEquals(snapshots.resolve(HASH), ModelPlace.of(repository), "no hash");
    }

    @Test
    void ofSeveralSnapshotsOneHasToBeNamed() throws IOException {
        Path other = Files.createDirectories(snapshots.resolve("another"));
        assertEquals(
                repository
                        + ": a folder of the hub's cache with several snapshots, none of which refs/main names; pass one of "
                        + snapshots + ": another, " + HASH,
                said(repository));
        Files.delete(other);
        Files.move(snapshots.resolve(HASH), folder.resolve("moved"));
        assertEquals(
                repository + ": a folder of the hub's cache without a snapshot; repeat the download", said(repository));
        assertEquals(
                folder
                        + ": no unet/config.json: not a diffusers model folder; it holds models--org--name: pass that folder",
                said(folder));
    }

    @Test
    void aDownloadThatWasNotFinishedIsToldByItsLinks() throws IOException {
        Path snapshot = snapshots.resolve(HASH);
        for (String name : List.of("vae/diffusion_pytorch_model.safetensors", "vae/config.json", "unet/config.json")) {
            Path link = snapshot.resolve(name);
            Files.delete(link.toRealPath());
            String message = said(repository);
            assertTrue(
                    message.startsWith(link + ": a link to a file that is not there: the download was not finished"),
                    message);
        }
    }

    @Test
    void aRepositorysNameIsNoPathAndNothingIsDownloaded() throws IOException {
        Map<String, String> environment = Map.of("HF_HUB_CACHE", folder.toString());
        assertEquals(
                Optional.of("a repository is named by its folder in the cache, " + repository),
                HubCache.advice(Path.of("org/name"), environment));
        assertEquals(
                Optional.of(
                        "nothing is downloaded; if that is a repository of Hugging Face, run 'hf download org/other' and"
                                + " name the folder that it prints"),
                HubCache.advice(Path.of("org/other"), environment));
        Files.move(
                repository, Files.createDirectories(folder.resolve("home/hub")).resolve("models--org--name"));
        assertTrue(HubCache.advice(
                        Path.of("org/name"),
                        Map.of("HF_HOME", folder.resolve("home").toString()))
                .orElseThrow()
                .contains("home"));
        for (String other : List.of("model", "/org/name", "org/name/more", "../name", folder.toString())) {
            assertEquals(Optional.empty(), HubCache.advice(Path.of(other), environment), other);
        }
    }

    private static String said(Path model) {
        return assertThrows(WeightException.class, () -> {
                    try (ModelContainer container = ModelContainer.open(model, Optional.empty());
                            LatentDiffusion loaded = LatentDiffusion.load(container, Placement.CPU_F32)) {
                        loaded.vae();
                    }
                })
                .getMessage();
    }
}
