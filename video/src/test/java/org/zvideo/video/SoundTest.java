package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.Decoded.Track;
import org.zvideo.video.error.MediaException;

/**
 * Sound that has to be re-encoded, sound that is broken, and sound that cannot be kept. Oracle: the construction of the source, and
 * {@link Decoded} of the result.
 */
class SoundTest extends MediaTest {
    private static final ReadOptions LENIENT = new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true);
    private static final String PICTURES = "testsrc2=s=64x48:r=25:d=1,format=yuv420p";

    private FramePipeline.Result run(Path source, String name, Clip clip, ReadOptions reading) {
        return TestMedia.copy(
                source,
                folder.resolve(name),
                clip,
                reading,
                name.endsWith("webm") ? VideoCodec.VP9 : name.endsWith("gif") ? VideoCodec.GIF : VideoCodec.H264);
    }

    private Path noisy(String ending, String encoder, int from, int to) {
        Random random = new Random(3);
        int[] number = {0};
        return make(
                "noisy." + ending,
                media -> media.stream(PICTURES, "mpeg4").stream(
                                "sine=f=440:r=48000:d=1,aformat="
                                        + (encoder.equals("aac")
                                                ? "fltp"
                                                : encoder.equals("ac3")
                                                        ? "fltp,asetnsamples=1536"
                                                        : encoder.equals("flac")
                                                                ? "s16,asetnsamples=4608"
                                                                : "s16,asetnsamples=1152"),
                                encoder)
                        .packets(packet -> {
                            if (packet.stream_index() == 1 && number[0]++ >= from && number[0] <= to) {
                                byte[] noise = new byte[packet.size()];
                                random.nextBytes(noise);
                                packet.data().put(noise, 0, noise.length);
                            }
                        }));
    }

    /** Row M3: noise in the middle is refused before the work, or counted; copied sound is none of our business. */
    @ParameterizedTest
    @CsvSource({"mp4, aac", "mkv, aac", "mkv, ac3", "mkv, mp2", "mkv, flac"})
    void soundThatCannotBeDecodedIsDamage(String ending, String encoder) {
        Path source = noisy(ending, encoder, encoder.equals("flac") ? 3 : 8, encoder.equals("flac") ? 5 : 16);
        MediaException refused =
                assertThrows(MediaException.class, () -> run(source, "out.webm", Clip.WHOLE, ReadOptions.DEFAULT));
        assertEquals(ErrorKind.BAD_INPUT, refused.kind());
        assertTrue(
                refused.getMessage().matches("video .*: the audio of stream 1 at 0\\.\\d+ s cannot be decoded .*"),
                refused.getMessage());
        assertThrows(
                MediaException.class,
                () -> SourceScan.of(source, Clip.WHOLE, ReadOptions.DEFAULT, "out.webm", () -> {}));
        FramePipeline.Result result = run(source, "out.webm", Clip.WHOLE, LENIENT);
        assertTrue(
                result.damage().frames() >= 2 && result.damage().frames() <= 20,
                result.damage().toString());
        assertEquals(1, Decoded.of(folder.resolve("out.webm")).one("audio").end(), 0.1);
        run(source, "out.mkv", Clip.WHOLE, ReadOptions.DEFAULT);
        List<List<Byte>> copied = TestMedia.read(folder.resolve("out.mkv")).packets();
        List<List<Byte>> packets = TestMedia.read(source).packets();
        assertEquals(packets.subList(packets.size() - copied.size(), packets.size()), copied, "but for what MP4 hides");
        assertTrue(packets.size() - copied.size() <= 1);
    }

    /** A part may begin where a decoder lacks what lies before; in its middle noise is noise. */
    @Test
    void theCutOfAPartIsForgiven() {
        Path source = noisy("mp4", "aac", 14, 17); // 0.277 to 0.341 s
        run(source, "cut.webm", Clip.from(0.29), ReadOptions.DEFAULT);
        assertEquals(0.68, Decoded.of(folder.resolve("cut.webm")).one("video").end(), 0.001);
        run(source, "behind.webm", Clip.from(0.4), ReadOptions.DEFAULT);
        assertThrows(MediaException.class, () -> run(source, "before.webm", Clip.from(0.2), ReadOptions.DEFAULT));
        run(source, "ahead.webm", Clip.of(0, 5L), ReadOptions.DEFAULT);
    }

    /** Row M6: rate, or number of channels, or both, change on the way. Oracle: the tone of each half. */
    @ParameterizedTest
    @CsvSource({
        "48000, 44100, mono, mono",
        "44100, 48000, mono, mono",
        "48000, 48000, mono, stereo",
        "48000, 32000, stereo, mono"
    })
    void soundThatChangesOnTheWayIsHeardToItsEnd(int first, int second, String one, String other) throws IOException {
        Path source = folder.resolve("in.ts");
        byte[] a = recording(first, one, 0);
        byte[] b = recording(second, other, 0.48);
        Files.write(source, a);
        Files.write(source, b, StandardOpenOption.APPEND);
        for (String name : List.of("out.webm", "out.mp4", "out.mkv")) {
            FramePipeline.Result result = run(source, name, Clip.WHOLE, ReadOptions.DEFAULT);
            assertEquals(24, result.frames(), name);
            if (name.endsWith("webm")) {
                Track sound = Decoded.of(folder.resolve(name)).one("audio");
                assertEquals(440, sound.tone(), 12, "both halves have it: " + sound);
                assertEquals(0.96, sound.end(), 0.06);
                assertEquals(0.96 * 48000, sound.count(), 0.06 * 48000);
            }
        }
    }

    private byte[] recording(int rate, String layout, double clock) throws IOException {
        return Files.readAllBytes(
                make(
                        "half" + clock + ".ts",
                        media -> media.stream(
                                "testsrc2=s=64x48:r=25:d=0.48,format=yuv420p,setpts=PTS+" + clock + "/TB", "mpeg2video")
                                .stream(
                                        "sine=f=440:r=" + rate + ":d=0.48,aformat=s16:channel_layouts=" + layout
                                                + ",asetnsamples=1152,asetpts=PTS+" + clock + "/TB",
                                        "mp2")));
    }

    /** Row M12: a packet of no bytes says nothing new, and does not end the sound. */
    @Test
    void packetsWithoutBytesAreNoDamage() {
        for (int empty : new int[] {0, 3, 20}) {
            int[] number = {0};
            Path source = make(
                    "in.nut",
                    media -> media.stream(PICTURES, "mpeg4").stream(
                                    "sine=f=440:r=48000:d=1,aformat=s16,asetnsamples=1152", "mp2")
                            .packets(packet -> {
                                if (packet.stream_index() == 1 && number[0]++ == empty) {
                                    packet.size(0);
                                }
                            }));
            run(source, "out.webm", Clip.WHOLE, ReadOptions.DEFAULT);
            assertEquals(1, Decoded.of(folder.resolve("out.webm")).one("audio").end(), 0.06);
        }
    }

    /** Row M11: rates that the encoder lacks, and what stands for nothing that is known. */
    @ParameterizedTest
    @CsvSource({
        "22254, 1, 24000",
        "11111, 2, 12000",
        "44100, 2, 44100",
        "7000, 1, 7350",
        "192000, 2, 96000",
        "50000, 2, 64000"
    })
    void oddRatesAreResampled(int rate, int channels, int expected) {
        Path source = make(
                "in.mov",
                media -> media.stream(PICTURES, "mpeg4").stream(
                        "sine=f=440:r=" + rate + ":d=1,aformat=u8:channel_layouts=" + channels + "c", "pcm_u8"));
        run(source, "out.mp4", Clip.WHOLE, ReadOptions.DEFAULT);
        try (Demuxer demuxer = Demuxer.open(folder.resolve("out.mp4"), ReadOptions.DEFAULT)) {
            assertEquals(expected, demuxer.format().streams(1).codecpar().sample_rate());
            assertEquals(
                    channels, demuxer.format().streams(1).codecpar().ch_layout().nb_channels());
        }
        assertEquals(440, Decoded.of(folder.resolve("out.mp4")).one("audio").tone(), 10);
    }

    /** Row M11: the pictures are the job; advice is given where following it works. */
    @Test
    void whatCannotBeKeptIsNamedWithWhatWouldKeepIt() {
        Path source = make(
                "in.flv",
                media -> media.stream(PICTURES, "flv").stream(
                        "sine=f=440:r=22050:d=1,aformat=s16,asetnsamples=4096", "adpcm_swf"));
        for (String name : List.of("out.mkv", "out.mp4", "out.mov", "out.webm")) {
            FramePipeline.Result result = run(source, name, Clip.WHOLE, ReadOptions.DEFAULT);
            assertEquals(25, result.frames());
            assertTrue(
                    result.droppedStreams().get(0).contains("allow the decoder adpcm_swf"),
                    result.droppedStreams().toString());
            FramePipeline.Result allowed =
                    run(source, name, Clip.WHOLE, new ReadOptions(ReadOptions.MAX_PIXELS, Set.of("adpcm_swf"), false));
            assertEquals(List.of(), allowed.droppedStreams(), "the advice works");
            assertEquals(440, Decoded.of(folder.resolve(name)).one("audio").tone(), 10, name);
        }
    }

    /** A tag that nobody knows; more channels than any encoder takes. */
    @Test
    void soundThatNobodyKnowsIsLostAlone() throws IOException {
        Path avi = make(
                "in.avi",
                media -> media.stream(PICTURES, "mpeg4").stream("sine=f=440:r=44100:d=1,aformat=s16", "pcm_s16le"));
        byte[] bytes = Files.readAllBytes(avi);
        int format = indexOf(bytes, "strf", indexOf(bytes, "auds", 0)) + 8;
        bytes[format] = 0x77;
        bytes[format + 1] = 0x33;
        Path unknown = Files.write(folder.resolve("unknown.avi"), bytes);
        Path many = make(
                "many.mkv",
                media -> media.stream(PICTURES, "mpeg4").stream(
                        "sine=f=440:r=44100:d=1,aformat=s16:channel_layouts=hexadecagonal", "pcm_s16le"));
        for (String name : List.of("out.mkv", "out.mp4", "out.mov", "out.webm", "out.gif")) {
            assertEquals(
                    1,
                    run(unknown, name, Clip.WHOLE, ReadOptions.DEFAULT).droppedStreams().stream()
                            .filter(lost -> lost.startsWith("stream 1"))
                            .count(),
                    name);
            FramePipeline.Result result = run(many, name, Clip.WHOLE, ReadOptions.DEFAULT);
            assertTrue(
                    result.droppedStreams().toString().contains("stream 1")
                            || Decoded.of(folder.resolve(name)).all("audio").size() == 1,
                    name);
        }
    }

    private static int indexOf(byte[] bytes, String word, int from) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(word, from);
    }

    /** Row M18: the table of a transport stream announces sound of which there is no packet. */
    @Test
    void announcedSoundThatNeverComesIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(make(
                "in.ts",
                media -> media.stream(PICTURES, "mpeg2video").stream(
                        "sine=f=440:r=48000:d=1,aformat=s16,asetnsamples=1152", "mp2")));
        ByteArrayOutputStream left = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += 188) {
            if (((bytes[at + 1] & 0x1f) << 8 | bytes[at + 2] & 0xff) != 0x101) {
                left.write(bytes, at, 188);
            }
        }
        Path source = Files.write(folder.resolve("silent.ts"), left.toByteArray());
        for (String name : List.of("out.mkv", "out.mp4", "out.mov", "out.webm")) {
            FramePipeline.Result result = run(source, name, Clip.WHOLE, ReadOptions.DEFAULT);
            assertEquals(25, result.frames());
            assertTrue(
                    result.droppedStreams().get(0).contains("nothing of it is in the source"),
                    result.droppedStreams().toString());
        }
    }

    /** The user's choice among tracks of 300, 600 and 900 hertz. */
    @Test
    void chosenTracksAreKept() {
        Path source = make(
                "in.mkv",
                media -> media.stream("sine=f=300:d=1,aformat=s16", "pcm_s16le").stream(PICTURES, "mpeg4").stream(
                        "sine=f=600:d=1,aformat=s16", "pcm_s16le")
                        .stream("sine=f=900:d=1,aformat=s16", "pcm_s16le"));
        for (String name : List.of("out.mkv", "out.mp4")) {
            run(source, name, Clip.WHOLE, ReadOptions.DEFAULT.withAudio(AudioTracks.NONE));
            assertEquals(0, Decoded.of(folder.resolve(name)).all("audio").size());
            FramePipeline.Result result =
                    run(source, name, Clip.WHOLE, ReadOptions.DEFAULT.withAudio(AudioTracks.of(Set.of(0, 2))));
            assertEquals(List.of(), result.droppedStreams());
            assertEquals(
                    List.of(300L, 900L),
                    Decoded.of(folder.resolve(name)).all("audio").stream()
                            .map(track -> Math.round(track.tone() / 10) * 10)
                            .toList());
        }
        MediaException none = assertThrows(
                MediaException.class,
                () -> run(source, "out.mkv", Clip.WHOLE, ReadOptions.DEFAULT.withAudio(AudioTracks.of(Set.of(1, 3)))));
        assertEquals(ErrorKind.USAGE, none.kind());
        assertTrue(none.getMessage().matches("audio track 3: video .* has 3 audio tracks, 0 to 2"), none.getMessage());
    }
}
