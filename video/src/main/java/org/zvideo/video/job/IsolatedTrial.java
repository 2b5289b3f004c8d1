package org.zvideo.video.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Has the files of a request {@linkplain TrialDecoding decoded} by a process of its own before this one opens them. A file
 * that crashes a decoder, or makes it take all memory, ends that process; here it is an error like that of any damaged file,
 * and nothing is lost that this process holds. The same decoders then read the same files here: this guards against
 * crashes, not against a file that takes over the decoder.
 */
public final class IsolatedTrial {
    /** What the limit on the other process's address space leaves to the libraries, and to Java beside its heap. */
    private static final long BASE_BYTES = 5_500_000_000L;
    /** What the largest accepted frame may take for each pixel: ten bits, all colors at full size, and those that a decoder refers to. */
    private static final long BYTES_PER_PIXEL = 6 * 17;

    private static final long LOOK_MILLIS = 50;
    private static final int SIGNALS = 128;

    private final StyleTransferRequest request;

    public IsolatedTrial(StyleTransferRequest request) {
        this.request = request;
    }

    /**
     * Runs it.
     *
     * @param listener asked all the time whether to stop; warned if no process can be started
     * @throws MediaException as reading the files would throw, and of the kind {@link ErrorKind#BAD_INPUT} if the process
     *     crashed
     */
    public void run(JobListener listener) {
        RequestCheck.names(request, request.ofPicture()); // what needs no decoder
        RequestCheck.values(request);
        try {
            watch(
                    new ProcessBuilder(command())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start(),
                    listener);
        } catch (IOException e) {
            listener.warning("files are decoded without a trial, since no process can be started: " + FileReason.of(e));
        }
    }

    private void watch(Process process, JobListener listener) {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        Thread reader = new Thread(() -> read(process, said), "trial");
        reader.start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(RequestJson.write(request, Path.of("")).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                listener.detail("the trial ended before it was asked: " + FileReason.of(e)); // its status tells more
            }
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                listener.checkpoint();
            }
            reader.join();
            judge(process.exitValue(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while files were decoded", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void read(Process process, List<String> said) {
        try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
            lines.forEach(said::add);
        } catch (UncheckedIOException e) {
            return; // its status tells more
        }
    }

    private List<String> command() {
        long heap = Runtime.getRuntime().maxMemory(); // pictures that fit here fit there
        long bytes =
                BASE_BYTES + heap + BYTES_PER_PIXEL * request.source().reading().maxPixels();
        List<String> command = new ArrayList<>();
        Path shell = Path.of("/bin/sh");
        if (Files.isExecutable(shell)) {
            command.addAll(List.of(
                    shell.toString(), "-c", "ulimit -c 0; ulimit -v " + bytes / 1024 + " && exec \"$@\"", "zvideo"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument ->
                        Stream.of("-D", "-XX:SharedArchiveFile", "-Xlog:cds").anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+SuppressFatalErrorMessage", // which would be written into the user's folder
                "-cp",
                System.getProperty("java.class.path"),
                TrialDecoding.class.getName()));
        return command;
    }

    private static void judge(int status, List<String> said) {
        String at = "input";
        try {
            for (String json : said) {
                TrialLine line = TrialLine.read(json);
                if (line.problem() != null) {
                    throw line.problem().exception();
                }
                at = line.file();
            }
        } catch (JsonProcessingException e) {
            throw crashed(at, status); // cut off in the middle
        }
        if (status != 0) {
            throw crashed(at, status);
        }
    }

    private static MediaException crashed(String file, int status) {
        return new MediaException(
                ErrorKind.BAD_INPUT,
                file + ": its decoder " + (status > SIGNALS ? "was ended by signal " + (status - SIGNALS) : "failed")
                        + ", so it is damaged or made to do harm; copy it again from its source");
    }
}
