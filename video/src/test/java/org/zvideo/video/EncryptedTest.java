package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/**
 * M19: encrypted films are refused by that word, and encrypted sound is left out and named, wherever a file says so. Oracle:
 * the same file without encryption is read as a whole; what is encrypted is every byte that the standards let be.
 */
class EncryptedTest extends MediaTest {
    private static final String SCENE = "testsrc2=s=96x64:r=25:d=1,format=yuv420p";
    private static final String TONE = "sine=f=440:r=48000:d=1";
    private static final String WORDS = "it is encrypted; give a file without protection";

    private static void refused(Path file) {
        MediaException error =
                assertThrows(MediaException.class, () -> SourceScan.of(file, Clip.WHOLE, ReadOptions.DEFAULT));
        assertEquals(ErrorKind.BAD_INPUT, error.kind(), error.getMessage());
        assertEquals("video " + file + ": " + WORDS, error.getMessage());
    }

    private void soundIsLeftOut(Path file) {
        for (String ending : List.of(".mkv", ".webm")) { // which copies it, and which would encode it again
            VideoCodec codec = ending.equals(".mkv") ? VideoCodec.FFV1 : VideoCodec.VP9;
            FramePipeline.Result result = TestMedia.copy(file, folder.resolve("out" + ending), Clip.WHOLE, codec);
            assertEquals(25, result.frames(), file + ending);
            assertEquals(
                    0, TestMedia.read(folder.resolve("out" + ending)).packets().size());
            assertTrue(
                    result.droppedStreams().toString().contains("audio")
                            && result.droppedStreams().toString().contains("it is encrypted"),
                    result.droppedStreams().toString());
        }
    }

    private Path broadcast(String ending) {
        return make(
                "open" + ending,
                media -> media.stream(SCENE, "mpeg2video").stream(TONE + ",aformat=s16,asetnsamples=1152", "mp2"));
    }

    /** The video has the number 256, the sound 257; the two bits say with which key. */
    @ParameterizedTest
    @CsvSource({"256,1,true", "257,1,false", "256,3,true"})
    void transportStreams(int stream, int key, boolean video) throws IOException {
        byte[] bytes = Files.readAllBytes(broadcast(".ts"));
        for (int at = 0; at < bytes.length; at += 188) {
            int number = (bytes[at + 1] & 0x1f) << 8 | bytes[at + 2] & 0xff;
            if (number == stream && (bytes[at + 3] & 0x10) != 0) {
                int payload = at + 4 + ((bytes[at + 3] & 0x20) != 0 ? 1 + (bytes[at + 4] & 0xff) : 0);
                bytes[at + 3] |= (byte) (key << 6);
                noise(bytes, payload, at + 188);
            }
        }
        Path file = Files.write(folder.resolve("closed.ts"), bytes);
        if (video) {
            refused(file);
        } else {
            soundIsLeftOut(file);
        }
    }

    /** Receivers record before they have their key. That is damage, which the user may allow. */
    @Test
    void aFewEncryptedPacketsAreDamage() throws IOException {
        byte[] bytes = Files.readAllBytes(broadcast(".ts"));
        int changed = 0;
        for (int at = bytes.length / 188 / 2 * 188; changed < 4; at += 188) {
            if (bytes[at + 1] == 1 && bytes[at + 2] == 0) {
                bytes[at + 3] |= (byte) 0x80;
                noise(bytes, at + 40, at + 188);
                changed++;
            }
        }
        Path file = Files.write(folder.resolve("late.ts"), bytes);
        MediaException error =
                assertThrows(MediaException.class, () -> SourceScan.of(file, Clip.WHOLE, ReadOptions.DEFAULT));
        assertTrue(error.remedy().isPresent() && !error.getMessage().contains("encrypted"), error.getMessage());
    }

    /** As on DVDs: the headers stay readable. */
    @ParameterizedTest
    @ValueSource(ints = {0xe0, 0xc0})
    void programStreams(int stream) throws IOException {
        byte[] bytes = Files.readAllBytes(broadcast(".vob"));
        for (int at = 0; at + 9 < bytes.length; at++) {
            boolean begins = bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1;
            if (begins && (bytes[at + 3] & 0xff) == stream && (bytes[at + 6] & 0xc0) == 0x80) {
                int end = at + 6 + ((bytes[at + 4] & 0xff) << 8 | bytes[at + 5] & 0xff);
                bytes[at + 6] |= 0x10;
                noise(bytes, at + 9 + (bytes[at + 8] & 0xff), Math.min(end, bytes.length));
                at = end - 1;
            }
        }
        Path file = Files.write(folder.resolve("closed.vob"), bytes);
        if (stream == 0xe0) {
            refused(file);
        } else {
            soundIsLeftOut(file);
        }
    }

    private static void noise(byte[] bytes, int from, int to) {
        for (int n = from; n < to; n++) {
            bytes[n] ^= (byte) (0x80 | 37 * n);
        }
    }

    /** The two objects of Windows Media's rights management, put into the header. */
    @ParameterizedTest
    @ValueSource(strings = {"FBB31122 23BD D211 B4B7 00A0C955FC6E", "14E68A29 2226 174C B935 DAE07EE9289C"})
    void windowsMedia(String object) throws IOException {
        byte[] open = Files.readAllBytes(make(
                "open.wmv",
                media -> media.stream(SCENE, "wmv2").stream(TONE + ",aformat=fltp,asetnsamples=2048", "wmav2")));
        byte[] content = ByteBuffer.allocate(4 * (4 + 4))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4)
                .putInt(1)
                .putInt(4)
                .put("DRM\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(4)
                .put("key\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(4)
                .put("url\0".getBytes(StandardCharsets.US_ASCII))
                .array();
        ByteBuffer made = ByteBuffer.allocate(24 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        for (String pair : object.replace(" ", "").split("(?<=\\G..)")) {
            made.put((byte) Integer.parseInt(pair, 16));
        }
        made.putLong(made.capacity()).put(content);
        ByteBuffer header = ByteBuffer.wrap(open).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(16, header.getLong(16) + made.capacity()).putInt(24, header.getInt(24) + 1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(open, 0, 30);
        file.writeBytes(made.array());
        file.write(open, 30, open.length - 30);
        SourceScan.of(folder.resolve("open.wmv"), Clip.WHOLE, ReadOptions.DEFAULT);
        refused(Files.write(folder.resolve("closed.wmv"), file.toByteArray()));
    }

    /** A clear film beside encrypted sound: the tracks of two files of FFmpeg's in one. */
    @Test
    void soundAloneInMp4() throws IOException {
        byte[] film = Files.readAllBytes(make("film.mp4", media -> media.stream(SCENE, "libopenh264")));
        byte[] sound = Files.readAllBytes(make(
                "sound.mp4",
                media -> media
                        .option("encryption_scheme", "cenc-aes-ctr")
                        .option("encryption_key", "76a6c65c5ea762046bd749a2e632ccbb")
                        .option("encryption_kid", "a7e61c373e219033c21091fa607bf3b8")
                        .stream(TONE + ",aformat=fltp,asetnsamples=1024", "aac")));
        soundIsLeftOut(Files.write(folder.resolve("closed.mp4"), Mp4Tracks.together(film, sound)));
    }

    /** What Apple's shop sold. */
    @Test
    void itunes() throws IOException {
        byte[] bytes = Files.readAllBytes(make("open.mp4", media -> media.stream(SCENE, "libopenh264")));
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("avc1\0");
        System.arraycopy("drmi".getBytes(StandardCharsets.US_ASCII), 0, bytes, at, 4);
        refused(Files.write(folder.resolve("bought.m4v"), bytes));
    }
}
