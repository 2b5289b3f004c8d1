package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.StreamInfo;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.picture.StillImage;

/** The programs in {@code docs/examples}, compiled and run as their readers would. Oracle: what each says that it does. */
class ExamplesTest {
    private static final Path EXAMPLES = Run.TESTDATA.resolveSibling("docs/examples");

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    private Path compiled(String source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                EXAMPLES.resolve(source).toString()));
        return classes;
    }

    private void runs(String source, String main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Run.JAVA_OPTIONS);
        command.addAll(
                List.of("-cp", compiled(source) + File.pathSeparator + System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", Run.CACHE.toString()); // the same kernels as the command
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    @Test
    void onePictureInTenLines() throws Exception {
        String photo = Run.TESTDATA.resolve("photos/coffee.jpg").toString();
        RgbImage source = StillImage.read("photo", Path.of(photo));
        RgbImage small = StillImage.resized(source, 96, 64);
        Files.write(folder.resolve("small.png"), StillImage.encode(small, Path.of("small.png")));
        runs("OneImage.java", "OneImage", Run.TINY, "small.png", Run.STYLE, "out.png");
        RgbImage result = StillImage.read("result", folder.resolve("out.png"));
        assertEquals(96, result.width());
        assertNotEquals(small, result);
    }

    /**
     * Oracle: the command with the same model, clip and style, which writes the same pictures.
     */
    @Test
    void aWholeFileInThreeStatements() throws Exception {
        Path model = Run.TESTDATA.resolve("golden/models/tiny-null");
        Run cut = PROGRAM.of(Run.small(1, 3, "-o", "short.mp4"));
        assertEquals(0, cut.status(), cut.messages());
        runs("WholeFile.java", "WholeFile", model.toString(), "short.mp4", Run.STYLE, "program.mkv");
        Run command = PROGRAM.of("short.mp4", "--style", Run.STYLE, "--model", Run.TINY, "-o", "command.mkv", "-q");
        assertEquals(0, command.status(), command.messages());
        assertEquals(pictures("command.mkv"), pictures("program.mkv"));
        assertTrue(Files.exists(folder.resolve("program.report.html")));
        assertTrue(
                StreamInfo.of(folder.resolve("program.mkv"), ReadOptions.DEFAULT).stream()
                        .anyMatch(stream -> stream.kind().equals("audio")),
                "its sound");
    }

    private List<RgbImage> pictures(String name) {
        return TimedFrames.images(folder.resolve(name), Clip.WHOLE, ReadOptions.DEFAULT, Optional.empty());
    }

    @Test
    void theFilterFitsAGrabberLoop() throws Exception {
        Run clip = PROGRAM.of(Run.small(2, 3, "--codec", "ffv1", "-o", "short.mkv"));
        assertEquals(0, clip.status(), clip.messages());
        runs("GrabberLoop.java", "GrabberLoop", Run.TINY, "short.mkv", Run.STYLE, "out.mkv", "2");
        try (VideoReader reader = VideoReader.open(folder.resolve("out.mkv"), Clip.WHOLE, ReadOptions.DEFAULT)) {
            int frames = 0;
            while (reader.nextFrame()
                    .map(frame -> {
                        frame.close();
                        return true;
                    })
                    .orElse(false)) {
                frames++;
            }
            assertEquals(3, frames);
        }
    }

    @Test
    void aPlugInIsFoundByItsName() throws Exception {
        Path classes = compiled("plugin/Posterize.java");
        Path jar = folder.resolve("posterize.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(out, classes.relativize(file).toString(), file);
            }
            String services = "META-INF/services/org.zvideo.video.spi.FrameFilterProvider";
            add(out, services, EXAMPLES.resolve("plugin").resolve(services));
        }
        String[] job = Run.small(2, 2, "--codec", "ffv1", "-o");
        Run run = Run.withPlugIn(jar, folder, Run.with(job, "out.mkv", "--filter", "posterize=levels=3"));
        assertEquals(0, run.status(), run.messages());
        Set<Byte> values = new HashSet<>();
        try (VideoReader reader = VideoReader.open(folder.resolve("out.mkv"), Clip.WHOLE, ReadOptions.DEFAULT);
                VideoFrame frame = reader.nextFrame().orElseThrow()) {
            for (byte value : RgbFrames.toImage(frame.image()).pixels()) {
                values.add(value);
            }
        }
        assertEquals(Set.of((byte) 0, (byte) 127, (byte) 255), values);
        Run preview = Run.withPlugIn(
                jar, folder, Run.quick(2, "preview", Run.BUNNY, "--filter", "posterize=levels=3", "-o", "p.png"));
        assertEquals(0, preview.status(), preview.messages());
        RgbImage both = StillImage.read("preview", folder.resolve("p.png"));
        for (int x = both.width() / 2; x < both.width(); x++) {
            assertTrue(values.contains(both.pixels()[3 * x]), "column " + x);
        }
        Run.withPlugIn(jar, folder, Run.with(job, "no.mkv", "--filter", "posterizer"))
                .assertFailed(64, "installed filters: posterize");
        Run.withPlugIn(jar, folder, Run.with(job, "no.mkv", "--filter", "posterize=levels=1"))
                .assertFailed(64, "2 to 64");
        Run doctor = Run.withPlugIn(jar, folder, "doctor", "--model", Run.TINY);
        assertTrue(doctor.results().contains("posterize: few levels"), doctor.results());
    }

    /** Oracle: a run that asks for no plug-in. */
    @Test
    void aBrokenPlugInStopsNobodyElse() throws Exception {
        Path services = Files.writeString(folder.resolve("services"), "Newer");
        Path newer = Files.write(
                folder.resolve("Newer.class"),
                new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 99}); // of a Java to come
        Path jar = folder.resolve("newer.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(out, "META-INF/services/org.zvideo.video.spi.FrameFilterProvider", services);
            add(out, "Newer.class", newer);
        }
        String photo = Run.TESTDATA.resolve("photos/coffee.jpg").toString();
        Run run = Run.withPlugIn(jar, folder, Run.quick(2, photo, "-o", "out.jpg"));
        assertEquals(0, run.status(), run.messages());
        Run.withPlugIn(jar, folder, Run.BUNNY, "--style", Run.STYLE, "-o", "out.mp4", "--filter", "newer")
                .assertFailed(64, "plug-in: ");
    }

    private static void add(JarOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
        out.closeEntry();
    }
}
