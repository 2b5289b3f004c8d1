package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.file.ReadFile;

/** Which files a model was read from. Oracle: the folders, of which it is known what is needed and what lies beside it. */
class ReadFilesTest {
    private static final Set<String> OF_TINY_NULL = Set.of(
            "unet/config.json",
            "unet/diffusion_pytorch_model.safetensors.index.json",
            "unet/diffusion_pytorch_model-00001-of-00002.safetensors",
            "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
            "vae/config.json",
            "vae/diffusion_pytorch_model.safetensors",
            "scheduler/scheduler_config.json",
            "null_prompt.safetensors");

    @TempDir
    Path folder;

    @Test
    void whatIsReadIsListedAndNothingElse() throws IOException {
        Path model = MadeModels.copy(MadeModels.TINY.resolveSibling("tiny-null"), folder.resolve("model"));
        Map<String, ReadFile> alone = MadeModels.load(model, null);
        assertEquals(OF_TINY_NULL, alone.keySet());
        Files.writeString(model.resolve("README.md"), "read me");
        Files.write(model.resolve("v1-5.ckpt"), new byte[10]);
        Files.write(model.resolve("unet/diffusion_pytorch_model.fp16.safetensors"), new byte[10]);
        Files.createDirectories(model.resolve("safety_checker"));
        Files.writeString(model.resolve("safety_checker/config.json"), "{}");
        assertEquals(alone, MadeModels.load(model, null));
        alone.forEach((role, file) -> assertEquals(model.resolve(role), file.path(), role));
    }

    @Test
    void aNullPromptBesideATextModelIsNotRead() throws IOException {
        Path model = MadeModels.copy(MadeModels.TINY, folder.resolve("model"));
        Files.write(model.resolve("null_prompt.safetensors"), new byte[3]);
        assertEquals(
                Set.of(
                        "unet/config.json",
                        "unet/diffusion_pytorch_model.safetensors",
                        "vae/config.json",
                        "vae/diffusion_pytorch_model.safetensors",
                        "text_encoder/config.json",
                        "text_encoder/model.safetensors",
                        "scheduler/scheduler_config.json"),
                MadeModels.load(model, null).keySet());
    }

    @Test
    void linksAtAnyLevelLeadToTheFilesThemselves() throws IOException {
        Path model = MadeModels.copy(MadeModels.TINY.resolveSibling("tiny-null"), folder.resolve("model"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), model);
        Path parts = Files.createDirectories(folder.resolve("parts"));
        for (String part : List.of("unet", "vae", "scheduler")) {
            Files.createSymbolicLink(parts.resolve(part), model.resolve(part));
        }
        Files.createSymbolicLink(parts.resolve("null_prompt.safetensors"), model.resolve("null_prompt.safetensors"));
        Path each = folder.resolve("each");
        for (String role : OF_TINY_NULL) {
            Files.createDirectories(each.resolve(role).getParent());
            Files.createSymbolicLink(each.resolve(role), model.resolve(role));
        }
        for (Path way : List.of(link, parts, each)) {
            Map<String, ReadFile> files = MadeModels.load(way, null);
            assertEquals(OF_TINY_NULL, files.keySet());
            files.forEach((role, file) -> assertEquals(model.resolve(role), file.path(), role));
        }
    }

    @Test
    void aSingleFileComesWithItsConfigsAndDescriptions() throws IOException {
        Path configs = MadeModels.configs(folder.resolve("configs"));
        Path file = Files.copy(MadeModels.TINY_FILE, folder.resolve("one.safetensors"));
        Files.writeString(folder.resolve("one.json"), "{}");
        Files.writeString(configs.resolve("README.md"), "read me");
        Files.writeString(folder.resolve("two.json"), "{}");
        assertEquals(
                new TreeSet<>(Set.of(
                        "checkpoint",
                        "one.json",
                        "unet/config.json",
                        "vae/config.json",
                        "text_encoder/config.json",
                        "scheduler/scheduler_config.json")),
                new TreeSet<>(MadeModels.load(file, configs).keySet()));
    }

    @Test
    void configsOfAFileSayNothingOfAFolder() {
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> ModelContainer.open(MadeModels.TINY, Optional.of(MadeModels.TINY)))
                .getMessage()
                .contains("without effect"));
    }

    /** Oracle: the file is another one, whatever its name. */
    @Test
    void aFileThatWasChangedIsNotHashed() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "one");
        Path other = Files.writeString(folder.resolve("b"), "one");
        Path link = Files.createSymbolicLink(folder.resolve("c"), file);
        ReadFile read = ReadFile.of(link);
        assertEquals("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", read.sha256());
        Files.delete(link);
        Files.createSymbolicLink(link, other);
        assertTrue(assertThrows(UncheckedIOException.class, read::sha256)
                .getMessage()
                .contains("was changed"));
        ReadFile written = ReadFile.of(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.fromMillis(written.modified() + 1000));
        assertThrows(UncheckedIOException.class, written::sha256);
        ReadFile replaced = ReadFile.of(file);
        Path copy = folder.resolve("copy");
        Files.writeString(copy, "two");
        Files.setLastModifiedTime(copy, FileTime.fromMillis(replaced.modified()));
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
        assertNotEquals(replaced, ReadFile.of(file));
        assertThrows(UncheckedIOException.class, replaced::sha256);
    }
}
