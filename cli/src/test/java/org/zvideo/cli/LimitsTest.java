package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.Threads;
import org.zvideo.video.request.KernelPlans;

/**
 * Files that promise more than they hold, never end, or lead everywhere, for every kind of file except videos. Oracle: a
 * process with a heap of 96 MB gives each one line and its status within seconds, grows little, and leaves the disk as it was.
 */
class LimitsTest {
    private static final long SPARSE = 3_000_000_000L;
    private static final int SECONDS = 10;
    private static final int MEGABYTES = 300;
    private static final String TINY =
            Run.TESTDATA.resolve("golden/models/tiny").toString();

    @TempDir
    Path folder;

    private final List<Case> cases = new ArrayList<>();

    /** What is run, how it has to end, and a word of what it says. */
    private record Case(int status, String word, List<String> arguments) {}

    private void add(int status, String word, Object... arguments) {
        cases.add(new Case(
                status, word, Stream.of(arguments).map(Object::toString).toList()));
    }

    @Test
    void everyKindOfFileHasItsLimits() throws Exception {
        Path photo = Files.copy(Run.TESTDATA.resolve("photos/coffee.jpg"), folder.resolve("photo.jpg"));
        Path style = Files.copy(Path.of(Run.STYLE), folder.resolve("style.jpg"));
        models(photo, style);
        presets(photo, style);
        lists(style);
        pictures(photo);
        studies(photo, style);
        Path commands = folder.resolve("commands.txt");
        Files.write(
                commands,
                cases.stream().map(one -> String.join("\t", one.arguments())).toList());
        Threads.use(1);
        KernelPlans.ofUser().get(Precision.F32); // whose measurement takes more than a command may
        Map<String, String> before = contents();
        List<String> ends = ends(commands);
        List<Executable> checks = new ArrayList<>();
        for (int n = 0; n < ends.size(); n++) {
            Case one = cases.get(n);
            String end = ends.get(n);
            checks.add(() -> check(one, end));
        }
        assertAll(checks);
        assertEquals(cases.size(), ends.size(), () -> "has no end: " + cases.get(ends.size()));
        assertEquals(before, contents());
    }

    private static void check(Case one, String end) {
        String[] parts = end.split("\t", 4);
        String about = one + ": " + end.substring(0, Math.min(end.length(), 1000));
        assertEquals(Integer.toString(one.status()), parts[0], about);
        assertTrue(Long.parseLong(parts[1]) < 1000 * SECONDS, about);
        assertTrue(Long.parseLong(parts[2]) < MEGABYTES, about);
        assertTrue(parts[3].contains(one.word()), about);
        assertTrue(one.status() == 0 || parts[3].startsWith("zvideo: error: ") && !parts[3].contains("\\n"), about);
        assertTrue(parts[3].length() < 1000, about);
    }

    /** Runs all of them; those after one that has no end have none either. */
    private List<String> ends(Path commands) throws Exception {
        Path said = Files.createTempFile("limits", ".txt");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m"));
        command.addAll(Run.JAVA_OPTIONS);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), SmallProcess.class.getName(), commands.toString()));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        List<String> lines = Files.readAllLines(said);
        Files.delete(said);
        return lines;
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.toList()) {
                contents.put(
                        folder.relativize(path).toString(),
                        Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                                ? "folder" // parts come and go in it
                                : Files.size(path) + " " + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
            }
        }
        return contents;
    }

    private void models(Path photo, Path style) throws Exception {
        Path everywhere = Run.copy(Path.of(Run.TINY), folder.resolve("everywhere"));
        Files.createSymbolicLink(everywhere.resolve("root"), Path.of("/"));
        Files.createSymbolicLink(everywhere.resolve("unet/loop"), everywhere);
        Files.delete(everywhere.resolve("vae/config.json"));
        add(65, "vae", photo, "--style", style, "--model", everywhere, "-o", "out.png");
        for (String config : List.of("unet/config.json", "scheduler/scheduler_config.json")) {
            Path pipe = Run.copy(Path.of(Run.TINY), folder.resolve("pipe-" + config.replace("/", "-")));
            Files.delete(pipe.resolve(config));
            pipe(pipe.resolve(config));
            add(65, "a pipe or a device", "models", "check", pipe);
        }
        Path device = Run.copy(Path.of(Run.TINY), folder.resolve("device"));
        Files.delete(device.resolve("vae/config.json"));
        Files.createSymbolicLink(device.resolve("vae/config.json"), Path.of("/dev/zero"));
        add(65, "a pipe or a device", "models", "check", device);
        Path deep = Run.copy(Path.of(Run.TINY), folder.resolve("deep"));
        Files.writeString(deep.resolve("vae/config.json"), "{\"a\":" + "[".repeat(1_000_000));
        add(65, "deeper", "models", "check", deep);
        Path many = Run.copy(Path.of(Run.TINY), folder.resolve("many"));
        Files.writeString(many.resolve("vae/config.json"), "{\"a\":[" + "{},".repeat(4_000_000) + "{}]}");
        add(65, "more values", "models", "check", many);
        add(65, "more than 100000 tensors", "models", "check", header("tensors.safetensors", 1_900_000, "", ""));
        add(65, "tensors", "models", "check", header("text.safetensors", 1, "x".repeat(90_000_000), "noted"));
        add(65, "valid JSON", "models", "check", header("key.safetensors", 1, "x", "k".repeat(50_000)));
        Path single = Files.copy(Path.of(TINY + "-ldm.safetensors"), folder.resolve("single.safetensors"));
        Files.writeString(folder.resolve("single.yaml"), "a".repeat(4_000_000) + "\n" + "a:'".repeat(1_000_000));
        add(0, "a Stable Diffusion model", "models", "check", single, "--model-config", TINY);
    }

    private void presets(Path photo, Path style) throws IOException {
        String[] bad = {
            sparse("sparse.json").toString(),
            Files.writeString(folder.resolve("deep.json"), "{\"steps\":" + "[".repeat(400_000))
                    .toString(),
            Files.writeString(folder.resolve("key.json"), "{\"" + "k".repeat(900_000) + "\":1}")
                    .toString(),
            Files.writeString(folder.resolve("keys.json"), "{\"a\":1,".repeat(60_000))
                    .toString(),
        };
        for (String preset : bad) {
            add(65, preset, photo, "--style", style, "--model", Run.TINY, "--preset", preset, "-o", "out.png");
        }
    }

    private void lists(Path style) throws Exception {
        Path clip = Files.copy(Path.of(Run.BUNNY), folder.resolve("clip.mp4"));
        Path cuts = sparse("cuts.txt");
        add(65, "MB", clip, "--style", style, "--model", Run.TINY, "--cuts", cuts, "-o", "out.mp4");
        Path line = Files.writeString(folder.resolve("line.txt"), "9".repeat(9_000_000));
        add(65, "999", clip, "--style", style, "--model", Run.TINY, "--cuts", line, "-o", "out.mp4");
        Path key = Files.writeString(folder.resolve("key.key.json"), "{}");
        add(65, "key", "tally", "--key", key, sparse("votes.csv"));
        add(74, "MB", "tally", "--key", sparse("sparse.key.json"), sparse("more.csv"));
        Path work = Files.createDirectory(folder.resolve("kept.mp4.zvideo"));
        sparse("kept.mp4.zvideo/request.json");
        add(65, "MB", "restyle", work, "-o", "restyled.mp4");
        Path frames = Files.createDirectory(folder.resolve("frames"));
        for (int n = 1; n < 4; n++) {
            Path frame = frames.resolve(String.format("%04d.png", n));
            if (n == 2) {
                pipe(frame);
            } else {
                Files.write(frame, Png.of(64, 64).end());
            }
        }
        add(65, "0002.png", frames.resolve("%04d.png"), "--style", style, "--model", Run.TINY, "-o", "out.mp4");
    }

    private void pictures(Path photo) throws IOException {
        byte[] bomb = deflated(new byte[1 << 20], 600);
        style(photo, "deflate.tif", tiff(64, 64, bomb, 1), "more than its pixels");
        style(photo, "overlap.tif", tiff(64, 64, deflated(new byte[64 * 3], 1), 64), "overlap");
        style(photo, "strips.tif", tiff(1, 5_000_000, new byte[3], 5_000_000), "more than 1000000 strips");
        style(photo, "scans.jpg", scans(Files.readAllBytes(photo), 1000), "more than 500 scans");
        style(photo, "fill.jpg", filled(2_000_000), "mean nothing");
        byte[] text = Png.of(64, 64)
                .with("zTXt", concat("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1), bomb))
                .with("iCCP", concat("profile\0\0".getBytes(StandardCharsets.ISO_8859_1), bomb))
                .end();
        Path packed = Files.write(folder.resolve("packed.png"), text);
        // a good picture, whose text no one needs: the model that is not there is what is reported
        add(66, "nowhere", photo, "--style", packed, "--model", "nowhere", "-o", "out.png");
    }

    private void style(Path photo, String name, byte[] bytes, String word) throws IOException {
        Path style = Files.write(folder.resolve(name), bytes);
        add(65, word, photo, "--style", style, "--model", Run.TINY, "-o", "out.png");
    }

    private void studies(Path photo, Path style) throws Exception {
        Path study = Files.createDirectory(folder.resolve("study"));
        pipe(study.resolve("study.json"));
        add(
                73,
                "a pipe or a device",
                "evaluate",
                "--content",
                photo,
                "--style",
                style,
                "--model",
                Run.TINY,
                "--size",
                "64",
                "--steps",
                "2",
                "-o",
                study);
    }

    private Path sparse(String name) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
            written.setLength(SPARSE);
        }
        return file;
    }

    private static void pipe(Path file) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    }

    /** A safetensors file of empty tensors, with a note. */
    private Path header(String name, int tensors, String text, String key) throws IOException {
        Path file = folder.resolve(name);
        StringBuilder json = new StringBuilder("{\"__metadata__\":{\"" + key + "\":\"")
                .append(text)
                .append("\"}");
        for (int n = 0; n < tensors; n++) {
            json.append(",\"").append(n).append("\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]}");
            if (json.length() > 95_000_000) {
                break;
            }
        }
        byte[] bytes = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeLong(Long.reverseBytes(bytes.length));
            out.write(bytes);
        }
        return file;
    }

    private static byte[] deflated(byte[] bytes, int times) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(out, new Deflater(9))) {
            for (int n = 0; n < times; n++) {
                packed.write(bytes);
            }
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** A TIFF in RGB whose strips all lie at the same place. */
    private static byte[] tiff(int width, int height, byte[] strip, int strips) {
        int[][] tags = {
            {256, 4, 1, width},
            {257, 4, 1, height},
            {258, 3, 1, 8},
            {259, 3, 1, 8},
            {262, 3, 1, 2},
            {273, 4, strips, 0},
            {277, 3, 1, 3},
            {278, 4, 1, height / strips},
            {279, 4, strips, 0},
        };
        int data = 8 + 2 + 12 * tags.length + 4;
        int lists = data + strip.length;
        ByteBuffer out = ByteBuffer.allocate(lists + 8 * strips).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            boolean list = tag[0] == 273 || tag[0] == 279;
            int one = tag[0] == 273 ? data : strip.length;
            int value = list ? strips == 1 ? one : lists + (tag[0] == 273 ? 0 : 4 * strips) : tag[3];
            out.putShort((short) tag[0]).putShort((short) tag[1]).putInt(tag[2]).putInt(value);
        }
        out.putInt(0).put(strip);
        for (int n = 0; n < strips && strips > 1; n++) {
            out.putInt(lists + 4 * n, data).putInt(lists + 4 * (strips + n), strip.length);
        }
        return out.array();
    }

    /** A JPEG whose last scan, which may be its only one, comes many times. */
    private static byte[] scans(byte[] jpeg, int times) {
        int scan = 0;
        for (int n = 0; n + 1 < jpeg.length; n++) {
            scan = (jpeg[n] & 0xff) == 0xff && (jpeg[n + 1] & 0xff) == 0xda ? n : scan;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, scan);
        for (int n = 0; n < times; n++) {
            out.write(jpeg, scan, Math.min(2000, jpeg.length - 2 - scan));
        }
        out.write(jpeg, jpeg.length - 2, 2);
        return out.toByteArray();
    }

    private static byte[] filled(int length) {
        byte[] jpeg = new byte[length];
        jpeg[0] = (byte) 0xff;
        jpeg[1] = (byte) 0xd8;
        jpeg[2] = (byte) 0xff;
        return jpeg;
    }

    /** A PNG in gray that is written chunk by chunk. */
    private record Png(int width, int height, ByteArrayOutputStream out) {
        static Png of(int width, int height) throws IOException {
            Png png = new Png(width, height, new ByteArrayOutputStream());
            png.out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            return png.with(
                    "IHDR",
                    ByteBuffer.allocate(13)
                            .putInt(width)
                            .putInt(height)
                            .put((byte) 8)
                            .array());
        }

        Png with(String name, byte[] body) {
            byte[] named = concat(name.getBytes(StandardCharsets.ISO_8859_1), body);
            CRC32 sum = new CRC32();
            sum.update(named);
            out.writeBytes(ByteBuffer.allocate(named.length + 8)
                    .putInt(body.length)
                    .put(named)
                    .putInt((int) sum.getValue())
                    .array());
            return this;
        }

        byte[] end() throws IOException {
            return with("IDAT", deflated(new byte[(width + 1) * height], 1))
                    .with("IEND", new byte[0])
                    .out
                    .toByteArray();
        }
    }
}
