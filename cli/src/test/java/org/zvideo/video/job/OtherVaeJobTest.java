package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.request.StyleTransferRequest;

/** Jobs with an autoencoder or a decoder of their own. Oracle: the request, and the files that were given. */
class OtherVaeJobTest {
    private static final Path TAESD = CommandLines.TINY.resolveSibling("tiny-taesd");

    @TempDir
    Path folder;

    @Test
    void theReportNamesThemAndSaysWhatIsNotMeasured() throws IOException {
        Path xl = Files.createDirectory(folder.resolve("taesdxl"));
        for (String name : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
            Files.copy(TAESD.resolve(name), xl.resolve(name));
        }
        List<String> warnings = new ArrayList<>();
        new StyleTransferJob(request("--vae", TAESD.toString(), "--decoder", xl.toString())).run(new JobListener() {
            @Override
            public void warning(String message) {
                warnings.add(message);
            }
        });
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("out.report.json").toFile());
        assertEquals(TAESD.toString(), report.at("/settings/vae").asText());
        assertEquals(xl.toString(), report.at("/settings/decoder").asText());
        List<String> notes = new ArrayList<>();
        report.get("notes").forEach(note -> notes.add(note.asText()));
        assertTrue(notes.get(0).startsWith(xl + ": 'taesdxl' reads as Stable Diffusion XL"), notes.toString());
        assertTrue(warnings.contains(notes.get(0)), warnings.toString());
        assertEquals("contentVae is not measured: the encoder of a tiny autoencoder has no maps for it", notes.get(1));
        assertFalse(report.at("/consistency").hasNonNull("content"));
    }

    /** Oracle: the hashes in the work folder of a job that was stopped. */
    @Test
    void aStoppedJobGoesOnWithItsOwnDecoderOnly() {
        assertThrows(
                CancellationException.class,
                () -> new StyleTransferJob(request("--decoder", TAESD.toString())).run(new JobListener() {
                    @Override
                    public void checkpoint() {
                        if (Files.exists(folder.resolve("out.mkv.zvideo/frame-000000.png"))) {
                            throw new CancellationException();
                        }
                    }
                }));
        ZvideoException error =
                assertThrows(ZvideoException.class, () -> new StyleTransferJob(request()).run(JobListener.SILENT));
        assertEquals(ErrorKind.OTHER_JOB, error.kind());
        assertTrue(error.getMessage().contains("model.decoder/config.json"), error.getMessage());
        new StyleTransferJob(request("--decoder", TAESD.toString())).run(JobListener.SILENT);
        assertTrue(Files.exists(folder.resolve("out.mkv")));
    }

    private StyleTransferRequest request(String... more) {
        return CommandLines.small(folder.resolve("out.mkv"), 2, more);
    }
}
