package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.StillImage;

/** Damaged, lying and hostile videos: rows 1 to 12 and 67 to 71 of the reliability cases. Oracle: their table. */
class HostileMediaTest extends MediaTest {
    private static final String SCENE = "testsrc2=s=96x64:r=25:d=2,format=yuv420p";

    static void refused(Path file, String word) {
        MediaException error =
                assertThrows(MediaException.class, () -> SourceScan.of(file, Clip.WHOLE, ReadOptions.DEFAULT));
        assertEquals(ErrorKind.BAD_INPUT, error.kind(), error.getMessage());
        assertTrue(error.getMessage().contains(word), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    private Path bytes(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /** Rows 1, 2, 4, 7. */
    @Test
    void filesThatAreNoVideo() throws IOException {
        refused(bytes("empty.mp4", new byte[0]), "the file is empty");
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        refused(bytes("noise.mp4", noise), "not a recognized video container");
        refused(bytes("paper.mp4", "%PDF-1.7\n...".getBytes(StandardCharsets.US_ASCII)), "document");
        Path good = make("good.mp4", media -> media.stream(SCENE, "mpeg4"));
        byte[] all = Files.readAllBytes(good);
        refused(bytes("half.mp4", Arrays.copyOf(all, all.length / 2)), "truncated or unfinished recording");
        refused(make("sound.m4a", media -> media.stream("sine=f=440:d=1,aformat=fltp", "aac")), "no video stream");
        refused(
                make(
                        "cover.m4a",
                        media -> media.stream("sine=f=440:d=1,aformat=fltp", "aac").stream(
                                "color=green:s=48x48:d=0.04,format=rgb24",
                                "png",
                                Map.of(),
                                stream -> stream.disposition(AV_DISPOSITION_ATTACHED_PIC))),
                "no video stream");
    }

    /** Row 5: half of a file whose index is in front. */
    @Test
    void aTruncatedFileIsRefusedOrTakenAsFarAsItGoes() throws IOException {
        Path good = make("good.mp4", media -> media.stream(SCENE, "mpeg4").option("movflags", "+faststart"));
        byte[] all = Files.readAllBytes(good);
        Path half = bytes("half.mp4", Arrays.copyOf(all, all.length / 2));
        refused(half, "allow damage");
        ReadOptions lenient = new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true);
        SourceScan scan = SourceScan.of(half, Clip.WHOLE, lenient);
        assertTrue(
                scan.info().frames() > 5 && scan.info().frames() < 45,
                "frames " + scan.info().frames());
        assertTrue(scan.damage().any() && scan.damage().findings().toString().contains("truncated"));
        FramePipeline.Result result =
                TestMedia.copy(half, folder.resolve("out.mkv"), Clip.WHOLE, lenient, VideoCodec.H264);
        assertEquals(scan.info().frames(), result.frames());
        assertTrue(result.damage().any());
    }

    /** Row 6. */
    @ParameterizedTest
    @CsvSource({"ffv1,level=3:slicecrc=1", "mpeg4,g=5", "libopenh264,g=5"})
    void damagedPacketsAreCounted(String encoder, String settings) {
        Random random = new Random(3);
        Map<String, String> options = Arrays.stream(settings.split(":"))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Path noisy = make(
                "noisy.mkv",
                media -> media.stream(SCENE, encoder, options, stream -> {}).packets(packet -> damage(packet, random)));
        refused(noisy, "allow damage");
        SourceScan scan = SourceScan.of(noisy, Clip.WHOLE, new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true));
        assertTrue(scan.damage().frames() > 0, scan.damage().toString());
    }

    private static void damage(AVPacket packet, Random random) {
        if (random.nextInt(4) == 0) {
            for (int at = packet.size() / 2; at < packet.size(); at += 7) {
                packet.data().put(at, (byte) random.nextInt());
            }
        }
    }

    /** A film that ends early without a word would be the wrong one. */
    @Test
    void aGapInNumberedPicturesIsNamed() throws IOException {
        for (int n : new int[] {1, 2, 3, 5}) {
            Path file = folder.resolve(String.format("p%03d.png", n));
            Files.write(file, StillImage.encode(new RgbImage(16, 16), file));
        }
        refused(folder.resolve("p%03d.png"), "p004.png is missing");
    }

    /** Whatever a style may be, numbered pictures may be. Oracle: the picture itself. */
    @ParameterizedTest
    @ValueSource(strings = {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"})
    void numberedPicturesOfEveryKindAreRead(String ending) throws IOException {
        RgbImage image = new RgbImage(32, 16);
        Arrays.fill(image.pixels(), (byte) 90);
        for (int n = 7; n < 10; n++) {
            Path file = folder.resolve("p" + n + ending);
            Files.write(file, StillImage.encode(image, file));
        }
        List<RgbImage> read = TestMedia.read(folder.resolve("p%d" + ending)).frames();
        assertEquals(3, read.size());
        assertEquals(90, read.get(2).at(16, 8, 1), 2);
    }

    /** Row 8. */
    @Test
    void aVideoWithoutFramesSaysSo() throws IOException {
        byte[] header = "YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420\n".getBytes(StandardCharsets.US_ASCII);
        refused(bytes("none.y4m", header), "it has no frames");
    }

    /** Row 11: refused from the header, before anything of that size is allocated. */
    @Test
    void framesThatAreTooLargeAreRefused() throws IOException {
        Path small = make("small.avi", media -> media.stream("color=s=64x48:r=25:d=0.04,format=yuvj420p", "mjpeg"));
        byte[] bytes = Files.readAllBytes(small);
        int format = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("strf");
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(format + 12, 16384)
                .putInt(format + 16, 16384);
        refused(
                bytes("huge.avi", bytes),
                "16384x16384 exceeds " + 8192L * 8192 + " pixels"); // nothing can have been decoded
        Path big = make("big.mkv", media -> media.stream("color=s=2048x1024:r=25:d=0.04,format=yuv420p", "ffv1"));
        MediaException error = assertThrows(
                MediaException.class,
                () -> VideoReader.open(big, Clip.WHOLE, new ReadOptions(1_000_000, Set.of(), false)));
        assertTrue(error.getMessage().contains("2048x1024 exceeds 1000000 pixels"), error.getMessage());
        Path raw =
                make("raw.h264", media -> media.stream("color=s=2048x1024:r=25:d=0.04,format=yuv420p", "libopenh264"));
        assertThrows(
                MediaException.class,
                () -> VideoReader.open(raw, Clip.WHOLE, new ReadOptions(1_000_000, Set.of(), false)));
    }

    /** FFmpeg's own encryption. Oracle: the same without it is read. */
    @Test
    void encryptedFilesAreNotCalledDamaged() {
        Path open = make("open.mp4", media -> media.stream(SCENE, "libopenh264"));
        SourceScan.of(open, Clip.WHOLE, ReadOptions.DEFAULT);
        Path closed = make(
                "closed.mp4",
                media -> media
                        .option("encryption_scheme", "cenc-aes-ctr")
                        .option("encryption_key", "76a6c65c5ea762046bd749a2e632ccbb")
                        .option("encryption_kid", "a7e61c373e219033c21091fa607bf3b8")
                        .stream(SCENE, "libopenh264"));
        refused(closed, "it is encrypted; give a file without protection");
        AVStream track = new AVStream();
        AVCodecParameters parameters = avcodec_parameters_alloc();
        track.codecpar(parameters);
        assertFalse(Protection.NONE.covers(track));
        AVDictionary metadata = new AVDictionary(null);
        av_dict_set(metadata, "enc_key_id", "YWJj", 0); // as FFmpeg reads Matroska's ContentEncKeyID
        track.metadata(metadata);
        assertTrue(Protection.NONE.covers(track));
        av_dict_free(metadata);
        avcodec_parameters_free(parameters);
    }

    /** Row 12. */
    @Test
    void hundredsOfStreamsAreRefused() {
        Path crowd = make("crowd.mkv", media -> {
            media.stream(SCENE, "mpeg4");
            for (int n = 0; n < 300; n++) {
                media.stream("sine=f=440:d=0.1", "pcm_s16le");
            }
        });
        MediaException error =
                assertThrows(MediaException.class, () -> SourceScan.of(crowd, Clip.WHOLE, ReadOptions.DEFAULT));
        assertEquals(ErrorKind.BAD_INPUT, error.kind(), error.getMessage());
        assertTrue(error.getMessage().contains("more than 100 streams"), error.getMessage());
    }

    /** Row 67. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-x.mkv", "a:b.mkv", "shot%03d.mkv", "é 漢.mkv", "new\nline.mkv", "pipe|.mkv", "concat:a.mkv"})
    void namesAreNames(String name) {
        Path plain = make("plain.mkv", media -> media.stream(SCENE, "mpeg4"));
        Path odd = folder.resolve(name);
        try {
            Files.move(plain, odd);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Path copy = folder.resolve("out-" + name);
        assertEquals(50, TestMedia.copy(odd, copy, Clip.WHOLE, VideoCodec.FFV1).frames());
        assertEquals(50, TestMedia.read(copy).frames().size());
    }

    /** Rows 68 and 69. */
    @Test
    void nothingOpensOtherFiles() throws IOException {
        Path other = make("other.mp4", media -> media.stream(SCENE, "mpeg4"));
        String[] lists = {
            "#EXTM3U\n#EXTINF:1,\nfile:" + other + "\n",
            "\n#EXTM3U\n#EXTINF:1,\n" + other + "\n",
            "ffconcat version 1.0\nfile other.mp4\n",
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash\"></MPD>",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"
        };
        for (int n = 0; n < lists.length; n++) {
            refused(Files.writeString(folder.resolve("list" + n + ".mp4"), lists[n]), "playlists are not accepted");
        }
        refused(Files.writeString(folder.resolve("art.mp4"), "just some text\nin lines\n"), "not a recognized");
    }

    /** Found by fuzzing: an AVI that claims two thousand million pictures a second. */
    @Test
    void timeIsNotCountedInLessThanNanoseconds() throws IOException {
        Path film = make("fast.avi", media -> media.stream("testsrc2=s=64x48:r=25:d=0.2,format=yuv420p", "ffv1"));
        byte[] bytes = Files.readAllBytes(film);
        int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("strh") + 8;
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(header + 20, 1)
                .putInt(header + 24, 2_000_000_000);
        refused(Files.write(film, bytes), "its header is damaged");
    }

    /** Row 69: a MOV whose data are said to be in another file. FFmpeg opens that when it is allowed to; here nothing does. */
    @Test
    void referencesToOtherFilesStayClosed() throws IOException {
        Path other = make("other.mov", media -> media.stream(SCENE, "mpeg4"));
        byte[] moved = referringTo(Files.readAllBytes(other), other.toString());
        Path file = Files.write(folder.resolve("refers.mov"), moved);
        assertEquals(50, packets(file, 1), "FFmpeg opens the other file when it is told to");
        assertEquals(0, packets(file, 0));
        assertThrows(MediaException.class, () -> SourceScan.of(file, Clip.WHOLE, ReadOptions.DEFAULT));
        assertThrows(
                MediaException.class,
                () -> SourceScan.of(file, Clip.WHOLE, new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true)));
    }

    private static int packets(Path file, int references) {
        AVFormatContext format = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "enable_drefs", "" + references, 0);
        av_dict_set(options, "use_absolute_path", "" + references, 0);
        assertEquals(0, avformat_open_input(format, "file:" + file, null, options));
        AVPacket packet = av_packet_alloc();
        int count = 0;
        for (; av_read_frame(format, packet) >= 0; count++) {
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        avformat_close_input(format);
        return count;
    }

    /** The same index, its data in the file of that path and not in this one. */
    private static byte[] referringTo(byte[] film, String path) {
        String text = new String(film, StandardCharsets.ISO_8859_1);
        int entry = text.indexOf("dref") + 12;
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        byte[] name = Arrays.copyOf(bytes, bytes.length + bytes.length % 2); // entries have even lengths
        ByteBuffer record = ByteBuffer.allocate(12 + 10 + 28 + 12 + 64 + 16 + 2 + 2 + 16 + 4 + name.length + 4);
        record.putInt(record.capacity())
                .put("alis".getBytes(StandardCharsets.US_ASCII))
                .putInt(0);
        record.position(12 + 10 + 28 + 12 + 64 + 16);
        record.putShort((short) 1).putShort((short) 1).position(record.position() + 16);
        record.putShort((short) 2)
                .putShort((short) bytes.length)
                .put(name)
                .putShort((short) -1)
                .putShort((short) 0);
        int old = ByteBuffer.wrap(film).getInt(entry);
        int more = record.capacity() - old;
        ByteBuffer result = ByteBuffer.allocate(film.length + more)
                .put(film, 0, entry)
                .put(record.array())
                .put(film, entry + old, film.length - entry - old);
        for (String holder : new String[] {"moov", "trak", "mdia", "minf", "dinf", "dref"}) {
            int at = text.indexOf(holder) - 4;
            result.putInt(at, result.getInt(at) + more);
        }
        int data = text.indexOf("mdat");
        for (int at = data + 4; at < data + ByteBuffer.wrap(film).getInt(data - 4) - 4; at++) {
            result.put(at, (byte) 0);
        }
        return result.array();
    }

    /** Row 6: what lasts longer is stored as a packet without bytes. Oracle: the packets without those. */
    @ParameterizedTest
    @CsvSource({
        "mpeg4,yuv420p",
        "mpeg2video,yuv420p",
        "ffv1,yuv420p",
        "mjpeg,yuvj420p",
        "libvpx,yuv420p",
        "libvpx-vp9,yuv420p",
        "libopenh264,yuv420p",
        "png,rgb24",
        "prores_ks,yuv422p10le",
        "flv,yuv420p",
        "wmv2,yuv420p",
        "huffyuv,yuv422p"
    })
    void packetsWithoutBytesAreNoDamage(String encoder, String format) {
        Path source = make("in.mkv", media -> media.stream("testsrc2=s=96x64:r=25:d=0.4,format=" + format, encoder));
        List<Long> without = decoded(source, Set.of());
        assertEquals(10, without.size());
        assertEquals(without, decoded(source, Set.of(0, 4, 5, 9)), encoder);
    }

    private static List<Long> decoded(Path source, Set<Integer> emptyBefore) {
        List<Long> times = new ArrayList<>();
        try (Demuxer demuxer = Demuxer.open(source, ReadOptions.DEFAULT);
                FrameDecoder decoder = new FrameDecoder(demuxer, false, frame -> times.add(frame.pts()))) {
            AVPacket packet = av_packet_alloc();
            AVPacket empty = av_packet_alloc();
            for (int n = 0; av_read_frame(demuxer.format(), packet) >= 0; n++) {
                if (emptyBefore.contains(n)) {
                    empty.pts(packet.pts()).dts(packet.dts());
                    decoder.send(empty);
                }
                decoder.send(packet);
                av_packet_unref(packet);
            }
            decoder.send(empty);
            decoder.send(null);
            av_packet_free(packet);
            av_packet_free(empty);
        }
        return times;
    }

    /** Row 71. */
    @Test
    void decodersOffTheListStayClosed() {
        Path rare = make("rare.avi", media -> media.stream("testsrc2=s=96x64:r=25:d=0.2,format=yuv420p", "magicyuv"));
        refused(rare, "codec magicyuv is not enabled");
        SourceScan scan =
                SourceScan.of(rare, Clip.WHOLE, new ReadOptions(ReadOptions.MAX_PIXELS, Set.of("magicyuv"), false));
        assertEquals(5, scan.info().frames());
    }
}
