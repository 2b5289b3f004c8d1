package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureMaker;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Row 74: mutated files of every format, read by a process of their own. Oracle: files are read or refused; whatever else
 * happens (a crash, a hang, an error without a message of ours) is a bug, and its file is kept in {@code target/fuzz}.
 */
@Tag("nightly")
class FuzzTest {
    private static final long MINUTES = Long.getLong("zvideo.minutes", 10);
    private static final int LARGEST_SEED = 200_000;
    private static final int HANG_SECONDS = 60;
    /** Read, or written anew into a container. */
    private static final String[] HOW = {"", "", "", "-written-webm", "-written-mp4", "-written-mkv"};

    /** Read in one way alone. */
    private static final Set<String> NO_MEDIA =
            Set.of(".safetensors", ".unet", ".scheduler", ".cuts", ".request", ".journal");

    private static final byte[] INTERESTING = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, (byte) 0xfe, 0x20, 0x40};

    @TempDir
    Path folder;

    private Process process;
    private BufferedReader answers;
    private Writer questions;

    @Test
    void onlyDocumentedOutcomes() throws Exception {
        long seed = Long.getLong("zvideo.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, byte[]> seeds = seeds();
        List<String> names = new ArrayList<>(seeds.keySet());
        Map<String, Long> outcomes = new TreeMap<>();
        List<String> bugs = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        start();
        long tried = 0;
        for (; System.nanoTime() < end; tried++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] mutant = mutated(seeds.get(name), seeds.get(names.get(random.nextInt(names.size()))), random);
            String ending = name.substring(name.lastIndexOf('.'));
            boolean media = !NO_MEDIA.contains(ending);
            boolean picture = StillImage.isPictureName(Path.of(name));
            int way = !media ? 0 : random.nextInt(picture ? 3 : 2); // as input, as mask, among numbered pictures
            String how = way == 1
                    ? "-mask"
                    : HOW[random.nextInt(HOW.length)] + (random.nextBoolean() ? "-lenient" : "-strict");
            Path file = Files.write(folder.resolve((way == 2 ? "n1" : "mutant" + how) + ending), mutant);
            if (way == 2) {
                Files.write(folder.resolve("n0" + ending), seeds.get(name));
                Files.write(folder.resolve("n2" + ending), seeds.get(name));
            }
            String outcome = outcome(way == 2 ? folder.resolve("n%d" + ending) : file);
            outcomes.merge(ending + List.of("", " mask", " numbered").get(way) + " " + outcome, 1L, Long::sum);
            if (!List.of("0", "65", "74").contains(outcome)) {
                Path kept = Path.of("target", "fuzz", tried + "-" + file.getFileName());
                Files.createDirectories(kept.getParent());
                Files.write(kept, mutant);
                bugs.add(outcome + " by " + kept);
            }
        }
        process.destroyForcibly();
        System.out.printf("fuzz: %d inputs in %d minutes, seed %d: %s%n", tried, MINUTES, seed, outcomes);
        assertEquals(List.of(), bugs);
        assertTrue(tried > 100, "inputs: " + tried);
    }

    private void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-Dzvideo.testdata=" + TestMedia.TESTDATA,
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FuzzTarget.class.getName())
                .redirectError(Path.of("target", "fuzz-errors.log").toFile())
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = process.outputWriter(StandardCharsets.UTF_8);
    }

    private String outcome(Path file) throws Exception {
        try {
            questions.write(file + "\n");
            questions.flush();
            String answer = CompletableFuture.supplyAsync(this::answer).get(HANG_SECONDS, TimeUnit.SECONDS);
            if (answer != null) {
                return answer;
            }
            int status = process.waitFor();
            start();
            return "died with " + status;
        } catch (TimeoutException e) {
            process.destroyForcibly().waitFor();
            start();
            return "hangs";
        } catch (IOException e) {
            int status = process.waitFor();
            start();
            return "died with " + status;
        }
    }

    private String answer() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private Map<String, byte[]> seeds() throws IOException {
        Map<String, byte[]> seeds = new TreeMap<>();
        String scene = "testsrc2=s=64x48:r=25:d=0.3";
        String[][] videos = {
            {"a.mp4", "mpeg4", "pcm_s16le"},
            {"b.mp4", "libopenh264", "aac"},
            {"c.mkv", "ffv1", "pcm_s16le"},
            {"d.webm", "libvpx-vp9", "libopus"},
            {"e.avi", "mjpeg", "pcm_s16le"},
            {"f.ts", "mpeg2video", "mp2"},
            {"g.mov", "prores_ks", "pcm_s16le"},
            {"h.gif", "gif"},
            {"i.flv", "flv", "aac"},
            {"j.h264", "libopenh264"},
            {"q.mkv", "mpeg4", "flac"},
            {"r.mkv", "mpeg4", "ac3"}
        };
        for (String[] video : videos) {
            Path file = folder.resolve("seed-" + video[0]);
            String format = video[1].equals("prores_ks")
                    ? "yuv422p10le"
                    : video[1].equals("gif") ? "pal8" : video[1].equals("mjpeg") ? "yuvj420p" : "yuv420p";
            try (MediaMaker media = MediaMaker.of(file)) {
                media.stream(scene + ",format=" + format, video[1]);
                if (video.length > 2) {
                    media.stream(
                            "sine=f=440:r=48000:d=0.3,aformat="
                                    + (video[2].matches("aac|ac3")
                                            ? "fltp" + (video[2].equals("ac3") ? ",asetnsamples=1536" : "")
                                            : "s16"
                                                    + (video[2].equals("flac")
                                                            ? ",asetnsamples=4608"
                                                            : video[2].equals("mp2")
                                                                    ? ",asetnsamples=1152"
                                                                    : video[2].equals("libopus")
                                                                            ? ",asetnsamples=960"
                                                                            : "")),
                            video[2]);
                }
            } catch (MediaException e) {
                throw new IOException(video[0], e);
            }
            seeds.put(video[0], Files.readAllBytes(file));
        }
        for (String picture : new String[] {"k.png", "l.jpg", "m.webp", "n.tiff", "o.bmp"}) {
            seeds.put(
                    picture,
                    StillImage.encode(
                            StillImage.resized(
                                    StillImage.read("picture", TestMedia.TESTDATA.resolve("photos/coffee.jpg")),
                                    40,
                                    30),
                            Path.of(picture)));
        }
        int[] samples = new int[4 * PictureMaker.WIDTH * PictureMaker.HEIGHT];
        Arrays.setAll(samples, n -> n % 251);
        byte[][] rows = new byte[PictureMaker.HEIGHT][8 * PictureMaker.WIDTH];
        seeds.put(
                "q.tiff",
                PictureMaker.Tiff.of(8, 4, 2, samples, Map.of(338, new int[] {2}))
                        .deflated(true, 16)
                        .bytes());
        seeds.put(
                "r.bmp",
                PictureMaker.bmp(
                        108,
                        32,
                        3,
                        new int[] {0xff0000, 0xff00, 0xff, 0xff000000},
                        new byte[0],
                        false,
                        new byte[samples.length]));
        seeds.put("s.bmp", PictureMaker.bmp(40, 8, 1, new int[0], new byte[1024], false, new byte[] {
            9, 3, 0, 3, 1, 2, 3, 0, 0, 2, 3, 4, 5, 6, 0, 1
        }));
        seeds.put("t.png", PictureMaker.png(16, 6, rows));
        seeds.put(
                "p.safetensors",
                Files.readAllBytes(TestMedia.TESTDATA.resolve("golden/models/tiny-null/null_prompt.safetensors")));
        seeds.put("t.unet", Files.readAllBytes(TestMedia.TESTDATA.resolve("golden/models/tiny-null/unet/config.json")));
        seeds.put(
                "u.scheduler",
                Files.readAllBytes(
                        TestMedia.TESTDATA.resolve("golden/models/tiny-null/scheduler/scheduler_config.json")));
        seeds.put("v.cuts", "12\n0:01.5\n3.25s\n40\n".getBytes(StandardCharsets.UTF_8));
        seeds.put(
                "w.request",
                RequestJson.write(
                                StyleTransferRequest.of(
                                        Path.of("model"), Path.of("in.mp4"), Path.of("art.jpg"), Path.of("out.mp4")),
                                Path.of(""))
                        .getBytes(StandardCharsets.UTF_8));
        seeds.put("x.journal", journal());
        seeds.values().removeIf(bytes -> bytes.length > LARGEST_SEED);
        return seeds;
    }

    /** Lines of every kind that a work folder's journal has. */
    private static byte[] journal() {
        String hash = "0123456789abcdef".repeat(4);
        return String.join(
                        "\n",
                        "{\"token\":\"0123456789ab\"}",
                        "{\"frame\":0,\"shot\":0,\"result\":\"" + hash + "\",\"state\":\"" + hash
                                + "\",\"parts\":{\"roundTrip\":true,\"shares\":2},\"notes\":[\"a\"]}",
                        "{\"ahead\":1,\"shot\":0,\"state\":\"" + hash + "\"}",
                        "{\"painting\":0,\"scale\":64,\"hash\":\"" + hash + "\"}",
                        "{\"complete\":true}",
                        "{\"published\":{\"out.mp4\":\"1:2:3\"},\"token\":\"0123456789ab\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One to six changes; most of them small, since what is far from valid is refused at once. */
    private static byte[] mutated(byte[] seed, byte[] other, Random random) {
        byte[] bytes = seed.clone();
        for (int changes = 1 + random.nextInt(6); changes > 0 && bytes.length > 8; changes--) {
            int at = random.nextInt(random.nextInt(3) == 0 ? Math.min(bytes.length, 256) : bytes.length);
            int length = Math.min(1 + random.nextInt(random.nextInt(4) == 0 ? 400 : 4), bytes.length - at);
            switch (random.nextInt(8)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(bytes, at, at + length, INTERESTING[random.nextInt(INTERESTING.length)]);
                case 3 -> bytes = Arrays.copyOf(bytes, Math.max(8, random.nextInt(bytes.length)));
                case 4 -> bytes = joined(bytes, at, bytes, Math.min(bytes.length, at + length)); // cut out
                case 5 -> bytes = joined(bytes, Math.min(bytes.length, at + length), bytes, at); // repeat
                case 6 ->
                    System.arraycopy(
                            other,
                            random.nextInt(Math.max(1, other.length - length)),
                            bytes,
                            at,
                            Math.min(length, other.length));
                default -> {
                    for (int n = 0; n < length; n++) {
                        bytes[at + n] += (byte) (random.nextBoolean() ? 1 : -1);
                    }
                }
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] a, int end, byte[] b, int from) {
        byte[] both = Arrays.copyOf(a, end + b.length - from);
        System.arraycopy(b, from, both, end, b.length - from);
        return both;
    }
}
