package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.cli.command.Commands;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * G2: whatever is thrown, wherever, ends as one line and its status. Oracle: the table in docs/reliability.md. An exception
 * leaves each layer as it is (the same object), so the table needs no row for each layer.
 */
class ThrownTest {
    private static final String AGAIN = "; run again with -v to see where";

    @TempDir
    Path folder;

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind(new RuntimeException("words"), 70, "words" + AGAIN),
                kind(new RuntimeException(), 70, "RuntimeException" + AGAIN),
                kind(new RuntimeException(""), 70, "RuntimeException" + AGAIN),
                kind(new IllegalStateException("\n \n first\nsecond"), 70, "first" + AGAIN),
                kind(new RuntimeException() {}, 70, "ThrownTest$1" + AGAIN),
                kind(new NumberFormatException("For input string: \"x\""), 70, "For input string: \"x\"" + AGAIN),
                kind(new StackOverflowError(), 70, "StackOverflowError" + AGAIN),
                kind(new AssertionError("wrong"), 70, "wrong" + AGAIN),
                kind(
                        new NoClassDefFoundError("com/acme/Missing"),
                        70,
                        "NoClassDefFoundError: com/acme/Missing" + AGAIN),
                kind(new NoSuchMethodError("'void a.B.c()'"), 70, "NoSuchMethodError: 'void a.B.c()'" + AGAIN),
                kind(
                        new ExceptionInInitializerError(new RuntimeException()),
                        70,
                        "ExceptionInInitializerError" + AGAIN),
                kind(new CancellationException("interrupted while reading"), 70, "interrupted while reading" + AGAIN),
                kind(new InterruptedException(), 70, "InterruptedException" + AGAIN),
                kind(new OutOfMemoryError("Java heap space"), 71, "not enough memory for Java; give it more with "),
                kind(new OutOfMemoryError(), 71, "not enough memory; use a smaller --size"),
                kind(
                        new RuntimeException("[enforce fail] DefaultCPUAllocator: can't allocate memory\n#1"),
                        71,
                        "not enough memory; use"),
                kind(
                        new UnsatisfiedLinkError("no jnitorch in path: [/x]"),
                        69,
                        "native libraries cannot be loaded: no jnitorch in path: [/x]; name a"),
                kind(
                        new NoClassDefFoundError("Could not initialize class org.bytedeco.pytorch.global.torch"),
                        69,
                        "native libraries cannot"),
                kind(
                        new ExceptionInInitializerError(new UnsatisfiedLinkError()),
                        69,
                        "native libraries cannot be loaded: ExceptionInInit"),
                kind(
                        new UncheckedIOException(new FileSystemException("a", null, "No space left on device")),
                        74,
                        "a: No space left on device"),
                kind(new UncheckedIOException(new IOException()), 74, "the system gives no reason"),
                kind(new UncheckedIOException("what it is of: x", new IOException("x")), 74, "what it is of: x"),
                kind(new AccessDeniedException("a"), 74, "a: permission denied"),
                kind(
                        new ZvideoException(ErrorKind.BAD_INPUT, "video a\nb.mp4: the file\n\n is empty"),
                        65,
                        "video a b.mp4: the file   is empty"),
                kind(
                        new CompletionException(new ExecutionException(new StackOverflowError())),
                        70,
                        "StackOverflowError" + AGAIN),
                kind(
                        new CompletionException(new OutOfMemoryError("Java heap space")),
                        71,
                        "not enough memory for Java"));
    }

    private static Arguments kind(Throwable thrown, int status, String words) {
        return Arguments.of(thrown, status, words);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindIsOneLineWithItsStatus(Throwable thrown, int status, String words) {
        Failures failures = Failures.of(Commands.line(new Console(null)).getCommandSpec());
        assertEquals(status, ExitCode.of(thrown).status());
        String line = failures.line(thrown);
        assertTrue(line.startsWith("error: " + words) && line.lines().count() == 1, line);
    }

    /** From inside a command, through picocli: errors too, which it would let pass. Oracle: where they are from, with -v. */
    @ParameterizedTest
    @MethodSource("kinds")
    void fromACommand(Throwable thrown, int status, String finding) {
        for (boolean verbose : new boolean[] {false, true}) {
            CommandLine line = Commands.line(new Console(new Cancellation()));
            Callable<Integer> throwing = () -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (Exception) thrown;
            };
            line.addSubcommand("throwing", CommandSpec.wrapWithoutInspection(throwing));
            String[] words = verbose ? new String[] {"-v", "throwing"} : new String[] {"throwing"};
            String said = said(() -> assertEquals(status, executed(line, words)));
            assertEquals(verbose, said.contains("\tat "), said);
            String last = said.lines().reduce((a, b) -> b).orElse("");
            assertTrue(last.startsWith("zvideo: error: " + finding.split(";")[0]), said);
            assertEquals(verbose, said.lines().count() > 1, said);
        }
    }

    private static int executed(CommandLine line, String... words) {
        try {
            return line.execute(words);
        } catch (Error e) {
            throw new AssertionError("it passed picocli by: " + e, e);
        }
    }

    private static String said(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * An exception or an error at a visit of every place where a job can be told something: in the scan of the source, the model
     * and its loading, the filters and the encoder and its thread, the report, the work folder. What leaves the job is the same object, no part
     * stays, and the same job resumes and ends with the same file afterward.
     */
    @Test
    void everyLayerPassesOnWhatIsThrown() throws IOException {
        try (LoadedModel model = new LoadedModel()) {
            Thrower never = new Thrower("", 0, null);
            new StyleTransferJob(request("whole.mkv")).run(model, never);
            byte[] whole = Files.readAllBytes(folder.resolve("whole.mkv"));
            Map<String, Integer> places = never.visits;
            Set<String> layers = new TreeSet<>();
            places.keySet().forEach(place -> layers.add(place.substring(0, place.indexOf(' '))));
            assertTrue(
                    layers.containsAll(Set.of(
                            "VideoReader",
                            "LoadedModel",
                            "StyleMaker",
                            "ObservedFrame",
                            "FramePipeline",
                            "WriteBehind",
                            "Rendering")),
                    places.toString());
            int n = 0;
            for (var place : places.entrySet()) {
                Throwable thrown = n % 2 == 0 ? new IllegalStateException("x") : new StackOverflowError();
                Thrower at = new Thrower(place.getKey(), n++ % place.getValue(), thrown);
                model.close(); // so that it is loaded again, and prepares its styles
                try {
                    new StyleTransferJob(request("out.mkv")).run(model, at);
                    fail(place + ": nothing was thrown");
                } catch (IllegalStateException | StackOverflowError e) {
                    if (e != thrown) {
                        throw new AssertionError(place.toString(), e);
                    }
                }
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        assertFalse(file.toString().endsWith(".part"), place.toString());
                        if (file.getFileName().toString().startsWith("out.")) { // thrown after the result had its name
                            Files.delete(file);
                        }
                    }
                }
            }
            new StyleTransferJob(request("out.mkv")).run(model, JobListener.SILENT);
            assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out.mkv")));
        }
    }

    private StyleTransferRequest request(String output) throws IOException {
        Path source = folder.resolve("source.y4m");
        if (!Files.exists(source)) {
            byte[] frame = new byte[6 + 64 * 64 * 3];
            System.arraycopy("FRAME\n".getBytes(StandardCharsets.US_ASCII), 0, frame, 0, 6);
            for (int n = 6; n < frame.length; n++) {
                frame[n] = (byte) (60 + n % 64 * 2);
            }
            Files.writeString(source, "YUV4MPEG2 W64 H64 F25:1 Ip A1:1 C444\n");
            Files.write(source, frame, StandardOpenOption.APPEND);
            Files.write(source, frame, StandardOpenOption.APPEND);
        }
        List<String> words = new ArrayList<>(List.of(source.toString(), "--style", CommandLines.STYLE.toString()));
        words.addAll(List.of("--size", "64", "--steps", "2"));
        return CommandLines.request(source, words)
                .withTarget(Target.of(folder.resolve(output)).withCodec(VideoCodec.FFV1));
    }
}
