package org.zvideo.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.zvideo.cli.terminal.CancelledException;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.job.JobOutputs;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.StyleTransferRequest;

/** Processes several inputs one after the other. One that fails does not stop the others. */
final class Batch {
    private static final Set<String> VIDEOS = Set.of(
            "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "m2ts", "mts", "wmv", "flv", "ogv", "gif",
            "y4m", "mxf");

    private final Console console;
    private final Map<Path, ExitCode> outcomes = new LinkedHashMap<>();

    Batch(Console console) {
        this.console = console;
    }

    /** The inputs, with folders replaced by the videos and pictures in them, sorted by name. */
    static List<Path> expanded(List<Path> inputs) {
        List<Path> files = new ArrayList<>();
        for (Path input : inputs) {
            if (!Files.isDirectory(input)) {
                files.add(input);
                continue;
            }
            try (Stream<Path> inside = Files.list(input)) {
                List<Path> media = inside.filter(Files::isRegularFile)
                        .filter(Batch::isMedia)
                        .sorted()
                        .toList();
                if (media.isEmpty()) {
                    throw new MediaException(
                            ErrorKind.MISSING_INPUT, "input " + input + ": this folder contains no video or picture");
                }
                files.addAll(media);
            } catch (IOException e) {
                throw new MediaException(ErrorKind.MISSING_INPUT, "input " + input + ": " + FileReason.of(e), e);
            }
        }
        return files.stream().distinct().toList();
    }

    /** Fails if two inputs would have the same output. */
    static void requireDistinct(List<StyleTransferRequest> requests) {
        Map<Path, Path> takenBy = new HashMap<>();
        for (StyleTransferRequest request : requests) {
            Path file = request.source().file();
            for (Path output : JobOutputs.names(request)) {
                Path other = takenBy.put(output, file);
                if (other != null && !other.equals(file)) {
                    throw new MediaException(
                            ErrorKind.USAGE,
                            "inputs " + other + " and " + file + ": both would produce " + output
                                    + "; rename one, or use separate folders");
                }
            }
        }
    }

    private static boolean isMedia(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && !name.contains(".zvideo.")
                && (VIDEOS.contains(name.substring(name.lastIndexOf('.') + 1)) || StillImage.isPictureName(file));
    }

    /**
     * Processes all inputs. If the user stops the program, the whole batch stops.
     *
     * @param work runs one request and returns its status
     * @param error reports what went wrong and returns its status
     * @return the status of the first input that failed
     */
    ExitCode run(
            List<StyleTransferRequest> requests,
            Function<StyleTransferRequest, ExitCode> work,
            Function<Throwable, ExitCode> error) {
        for (StyleTransferRequest request : requests) {
            Path file = request.source().file();
            try {
                outcomes.put(file, work.apply(request));
            } catch (CancelledException e) {
                throw e;
            } catch (RuntimeException | VirtualMachineError e) { // memory may do for the next one
                outcomes.put(file, error.apply(e));
            }
        }
        long failed =
                outcomes.values().stream().filter(code -> code != ExitCode.OK).count();
        outcomes.forEach((file, code) -> console.result(
                (code == ExitCode.OK ? "done    " : String.format(Locale.ROOT, "failed %d ", code.status())) + file));
        console.result((requests.size() - failed) + " of " + requests.size() + " done");
        return outcomes.values().stream()
                .filter(code -> code != ExitCode.OK)
                .findFirst()
                .orElse(ExitCode.OK);
    }
}
