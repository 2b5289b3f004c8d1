package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;
import org.zvideo.video.resume.JobMismatchException;

/**
 * Whole jobs with a LoRA. Oracle: the same jobs without one; that the sums are right is GoldenTest's to say. The file is a
 * golden case's, with a part for the text model that tiny-null does not have.
 */
class LoraJobTest {
    private static final Path LORA = CommandLines.TESTDATA.resolve("golden/cases/lora-kohya/lora0.safetensors");

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final JobListener listener = new JobListener() {
        @Override
        public void warning(String message) {
            warnings.add(message);
        }
    };

    @Test
    void aPictureIsAnotherWithIt() throws IOException {
        byte[] plain = picture("plain.png");
        assertEquals(List.of(), warnings);
        byte[] changed = picture("changed.png", "--lora", LORA.toString());
        assertEquals(List.of(LORA + ": its text part is ignored, the model has no text encoder"), warnings);
        assertFalse(Arrays.equals(plain, changed), "a LoRA changes the picture");
        assertArrayEquals(plain, picture("nothing.png", "--lora", LORA + ":0"), "none of it changes nothing");
        assertFalse(Arrays.equals(changed, picture("half.png", "--lora", LORA + ":0.5")), "half of it is another");
    }

    @Test
    void aJobGoesOnOnlyWithTheSameOne() throws IOException {
        run(video("--lora", LORA + ":0.5", "--keep-work"));
        StyleTransferRequest kept = RequestJson.read(folder.resolve("out.mp4.zvideo/request.json"));
        assertEquals(
                List.of(0.5),
                kept.machine().source().loras().stream()
                        .map(lora -> lora.weight())
                        .toList());
        assertTrue(Files.readString(folder.resolve("out.report.json")).contains("\"weight\" : 0.5"), "in the report");
        JobMismatchException other =
                assertThrows(JobMismatchException.class, () -> run(video("--lora", LORA + ":0.75", "--keep-work")));
        assertTrue(other.getMessage().contains("settings.loras.0"), other.getMessage());
        Path copy = Files.copy(LORA, folder.resolve("copy.safetensors"));
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length - 1] ^= 1;
        Files.write(copy, bytes);
        other = assertThrows(JobMismatchException.class, () -> run(video("--lora", copy + ":0.5", "--keep-work")));
        assertTrue(other.getMessage().contains("model.lora 1"), other.getMessage());
    }

    @Test
    void oneThatIsNotThereIsNamed() {
        MediaException missing =
                assertThrows(MediaException.class, () -> picture("none.png", "--lora", "absent.safetensors:0.5"));
        assertEquals("LoRA absent.safetensors: no such file", missing.getMessage());
        assertEquals(ErrorKind.MISSING_INPUT, missing.kind());
    }

    private byte[] picture(String name, String... options) throws IOException {
        run(request(CommandLines.TESTDATA.resolve("photos/coffee.jpg"), folder.resolve(name), options));
        return Files.readAllBytes(folder.resolve(name));
    }

    private StyleTransferRequest video(String... options) {
        List<String> more = new ArrayList<>(List.of("--frames", "1", "-y", "--temporal", "none", "--no-report"));
        more.addAll(List.of(options));
        return request(CommandLines.BUNNY, folder.resolve("out.mp4"), more.toArray(String[]::new));
    }

    private StyleTransferRequest request(Path input, Path output, String... options) {
        List<String> arguments = new ArrayList<>(List.of(input.toString(), "--style", CommandLines.STYLE.toString()));
        arguments.addAll(List.of("--size", "64", "--steps", "2", "--threads", "1"));
        arguments.addAll(List.of("--palette", "0", "--strokes", "0", "--detail", "0"));
        arguments.addAll(List.of(options));
        StyleTransferRequest request = CommandLines.request(input, arguments);
        Target asked = request.target();
        return request.withTarget(new Target(
                output,
                asked.codec(),
                asked.quality(),
                asked.startNumber(),
                asked.overwrite(),
                asked.comparison(),
                asked.restart(),
                asked.keepWork(),
                asked.measuredFlow()));
    }

    private void run(StyleTransferRequest request) {
        warnings.clear();
        new StyleTransferJob(request).run(listener);
    }
}
