package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/**
 * Every command that begins a line with {@code zvideo} in a {@code sh} block of README and docs, run by a shell among small
 * files of the names that they use; each in an empty folder. What is only the program runs in a process that stays. (Plain
 * blocks say how something was measured, in hours.) Oracle: they end with status 0. Only the model is another: the tiny one stands where the shipped one is, and where
 * {@code stable-diffusion-v1-5} is.
 */
class DocsTest {
    private static final Path ROOT = Run.TESTDATA.toAbsolutePath().getParent();
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final WarmProgram PROGRAM =
            new WarmProgram("-Dzvideo.home=home"); // where the documents' commands find the bundled model

    private final Path folder = PROGRAM.folder();

    /** {@code FILE: command} of each; a command that stands in several places only where it stands first. */
    static List<String> commands() throws IOException {
        Map<String, String> commands = new LinkedHashMap<>();
        List<Path> pages = new ArrayList<>(
                List.of(ROOT.resolve("README.md"), ROOT.resolve("SECURITY.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        for (Path page : pages) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                block.group(1)
                        .lines()
                        .filter(line -> line.startsWith("zvideo "))
                        .map(line -> line.replaceFirst("\\s+#.*", ""))
                        .forEach(line -> commands.putIfAbsent(line, page.getFileName() + ": " + line));
            }
        }
        return List.copyOf(commands.values());
    }

    @Test
    void thereAreCommands() throws IOException {
        assertTrue(commands().size() >= 24, "README and docs were found: " + commands());
    }

    @ParameterizedTest
    @MethodSource("commands")
    @Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void worksAsWritten(String documented) throws Exception {
        String command = documented.substring(documented.indexOf(": ") + 2);
        boolean alone = command.chars().noneMatch(character -> "<>|&".indexOf(character) >= 0);
        prepare(alone);
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", command).directory(folder.toFile());
        shell.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        shell.environment().put("XDG_CACHE_HOME", Run.CACHE.toString());
        Path messages = folder.resolve("messages");
        Process process = shell.redirectError(messages.toFile())
                .redirectOutput(folder.resolve("results").toFile())
                .start();
        assertEquals(0, process.waitFor(), Files.readString(messages));
        String results = Files.readString(folder.resolve("results"), StandardCharsets.ISO_8859_1);
        if (alone) {
            Run run = PROGRAM.of(results.split("\0"));
            assertEquals(0, run.status(), run.messages());
            results = run.results();
        }
        assertFalse(results.isEmpty() && !command.contains(">"), "it says what it made");
    }

    /** @param alone that nothing else is in the command: the script only says what the shell made of its arguments */
    private void prepare(boolean alone) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/model"));
        smallModel(home.resolve("mini"));
        Files.createSymbolicLink(folder.resolve("stable-diffusion-v1-5"), home.resolve("mini"));
        Path script = Files.createDirectories(folder.resolve("bin")).resolve("zvideo");
        Files.writeString(
                script,
                alone
                        ? "#!/bin/sh\nprintf '%s\\0' \"$@\"\n"
                        : "#!/bin/sh\nexec " + Path.of(System.getProperty("java.home"), "bin", "java")
                                + " -Xmx512m " + String.join(" ", Run.JAVA_OPTIONS) + " -Dzvideo.home="
                                + home.getParent()
                                + " -cp "
                                + System.getProperty("java.class.path") + " " + Main.class.getName() + " \"$@\"\n");
        assertTrue(script.toFile().setExecutable(true));
        byte[] clip = y4m(4);
        for (String name : new String[] {"in.y4m", "in.mp4", "source.mp4", "result.mp4", "a.mp4", "person.mp4"}) {
            Files.write(folder.resolve(name), clip); // known by its content
        }
        Files.write(folder.resolve("clip.mp4"), y4m(2)); // an ablation makes it 26 times
        for (String name : new String[] {
            "photo.jpg",
            "art.jpg",
            "a.jpg",
            "b.jpg",
            "sky.png",
            "frames/0001.png",
            "frames/0002.png",
            "photos/one.jpg",
            "paintings/one.jpg"
        }) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, StillImage.encode(picture(name.length()), file));
        }
        for (String name : new String[] {"ink.safetensors", "paper.safetensors"}) {
            Files.copy(Run.TESTDATA.resolve("golden/cases/lora-kohya/lora0.safetensors"), folder.resolve(name));
        }
        Files.createDirectories(folder.resolve("out"));
    }

    /** The tiny one, for pictures of 64 pixels. */
    private static void smallModel(Path to) throws IOException {
        try (Stream<Path> below = Files.walk(Path.of(Run.TINY))) {
            for (Path file : below.toList()) {
                Files.copy(file, to.resolve(Path.of(Run.TINY).relativize(file).toString()));
            }
        }
        Path config = to.resolve("unet/config.json");
        String text = Files.readString(config);
        assertTrue(text.contains("\"sample_size\": 16"), text);
        Files.writeString(config, text.replace("\"sample_size\": 16", "\"sample_size\": 8"));
    }

    private static RgbImage picture(int seed) {
        RgbImage image = new RgbImage(96, 64);
        for (int n = 0; n < image.pixels().length; n++) {
            image.pixels()[n] = (byte) (n / 3 % 96 * 2 + n % 3 * 30 + 20 * seed);
        }
        return image;
    }

    /** Frames of a pattern that moves, 22 seconds each, 64x48: documents speak of minutes, and of frame 3. */
    private static byte[] y4m(int frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("YUV4MPEG2 W64 H48 F1:22 Ip A1:1 C420jpeg\n".getBytes(StandardCharsets.US_ASCII));
        for (int frame = 0; frame < frames; frame++) {
            out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            for (int n = 0; n < 64 * 48; n++) {
                out.write((n % 64 + n / 64 + 3 * frame) % 64 * 4);
            }
            for (int n = 0; n < 64 * 48 / 2; n++) {
                out.write(100 + n % 32);
            }
        }
        return out.toByteArray();
    }
}
