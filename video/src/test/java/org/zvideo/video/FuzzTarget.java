package org.zvideo.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.WeightException;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.shot.ListedCuts;

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

    /** A model, one of whose configs is the file. */
    private static void model(Path file, String config) throws IOException {
        Path good = TestMedia.TESTDATA.resolve("golden/models/tiny-null");
        Path model = Files.createTempDirectory(file.getParent(), "model");
        try (Stream<Path> parts = Files.walk(good)) {
            for (Path part : parts.toList()) {
                Path copy = model.resolve(good.relativize(part).toString());
                if (Files.isDirectory(part)) {
                    Files.createDirectories(copy);
                } else if (part.endsWith(config)) {
                    Files.copy(file, copy);
                } else {
                    Files.createSymbolicLink(copy, part);
                }
            }
            try (ModelContainer container = ModelContainer.open(model, Optional.empty())) {
                LatentDiffusion.load(container, Placement.CPU_F32).close();
            }
        } finally {
            delete(model);
        }
    }

    /** A work folder with the file as its journal. */
    private static void work(Path file) throws IOException {
        Path folder = Files.createTempDirectory(file.getParent(), "work");
        try {
            Path output = folder.resolve("out.mp4");
            Files.copy(file, Files.createDirectory(WorkFolder.of(output)).resolve("journal.jsonl"));
            try (WorkFolder work = WorkFolder.open(output, false)) {
                work.done();
                work.tokens();
                work.published(output);
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
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
            } else if (name.endsWith(".unet")) {
                model(file, "unet/config.json");
            } else if (name.endsWith(".scheduler")) {
                model(file, "scheduler/scheduler_config.json");
            } else if (name.endsWith(".cuts")) {
                ListedCuts.read(file);
            } else if (name.endsWith(".request")) {
                RequestJson.read(file);
            } else if (name.endsWith(".journal")) {
                work(file);
            } else if (name.contains("-mask")) { // pictures and videos
                try (StyleMasks masks = StyleMasks.open(List.of(file), ReadOptions.DEFAULT, 1, false, 0)) {
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
