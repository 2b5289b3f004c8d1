package org.zvideo.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avutil;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.WeightException;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;

/** The process that {@link FuzzTest} feeds: reads each file that a line names and answers what came of it. */
final class FuzzTarget {
    private FuzzTarget() {}

    public static void main(String[] arguments) throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(outcome(Path.of(line)));
        }
    }

    /** Through everything that a run does but the model: other streams are copied, or re-encoded for WebM, and read back. */
    private static void write(Path file, ReadOptions reading) throws IOException {
        String ending = file.toString().replaceAll(".*written-(\\w+)-.*", ".$1");
        Path output = Files.createTempFile(file.getParent(), "out", ending);
        try {
            TestMedia.copy(
                    file, output, Clip.WHOLE, reading, ending.equals(".webm") ? VideoCodec.VP9 : VideoCodec.H264);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String outcome(Path file) {
        try {
            String name = file.toString();
            if (name.endsWith(".safetensors")) {
                try (Gradients off = Gradients.off();
                        TensorScope scope = TensorScope.open("fuzz");
                        Safetensors tensors = Safetensors.open(file)) {
                    tensors.names().forEach(tensors::read);
                }
            } else if (name.contains("-mask")) { // pictures and videos
                try (StyleMasks masks = StyleMasks.open(List.of(file), new Rational(25, 1), 1, false, 0)) {
                    masks.notes(64, 48);
                    masks.at(0);
                    masks.at(1_000_000);
                }
            } else if (PictureSequence.of(file).isPresent()) {
                SourceScan.of(file, Clip.WHOLE, new ReadOptions(4_000_000, Set.of(), name.hashCode() % 2 == 0));
            } else if (StillImage.isPictureName(file)) {
                StillImage.read("picture", file);
            } else {
                ReadOptions reading = new ReadOptions(4_000_000, Set.of(), name.contains("lenient"));
                if (name.contains("written")) {
                    write(file, reading);
                } else {
                    SourceScan.of(file, Clip.WHOLE, reading, "out.webm", () -> {});
                }
            }
            return "0";
        } catch (MediaException e) {
            boolean expected = e.kind() == ErrorKind.BAD_INPUT || e.kind() == ErrorKind.MISSING_INPUT;
            boolean kept = e.kind() == ErrorKind.IO && file.toString().contains("lenient"); // 74 by the last check
            boolean line = e.getMessage().lines().count() == 1;
            return line && expected ? "65" : line && kept ? "74" : "unexpected " + e;
        } catch (WeightException e) {
            return "65";
        } catch (IOException | RuntimeException | Error e) {
            return "unexpected " + e.toString().lines().findFirst().orElse("");
        }
    }
}
