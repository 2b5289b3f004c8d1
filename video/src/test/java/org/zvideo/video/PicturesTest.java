package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DOVI_CONF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NB;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_name;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_side_data_name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.image.RgbImage;

/**
 * What pixels mean is kept: rows 17 to 22 and 24 to 27 of the reliability cases. Oracle: the source, of which the
 * construction is known, read by the same FFmpeg.
 */
class PicturesTest extends MediaTest {
    /** Row 17: a recording whose track header asks for a turn. Oracle: FFmpeg's own filters of that turn. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, -1, 0, transpose=clock",
        "-1, 0, 0, -1, 'hflip,vflip'",
        "0, -1, 1, 0, transpose=cclock",
        "-1, 0, 0, 1, hflip"
    })
    void turnsAndMirrorsAreAppliedAndGone(int a, int b, int c, int d, String filter) throws IOException {
        String scene = "testsrc2=s=96x64:r=25:d=0.2,format=rgb24";
        Path stored = make("in.mov", media -> media.stream(scene, "png"));
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(stored));
        int matrix = new String(file.array(), StandardCharsets.ISO_8859_1).indexOf("tkhd") + 44;
        file.putInt(matrix, a << 16)
                .putInt(matrix + 4, b << 16)
                .putInt(matrix + 12, c << 16)
                .putInt(matrix + 16, d << 16);
        Files.write(stored, file.array());
        List<RgbImage> upright = TestMedia.read(make("upright.mov", media -> media.stream(scene + "," + filter, "png")))
                .frames();
        Path copy = copy(stored, "out.mkv", VideoCodec.FFV1);
        assertEquals(upright, TestMedia.read(stored).frames());
        assertEquals(upright, TestMedia.read(copy).frames());
    }

    /** Rows 18 and 19: what a lossless file gives back is what was decoded, whatever the width. */
    @ParameterizedTest
    @CsvSource({"16x48", "48x16", "64x64", "90x50", "96x64", "144x144", "321x241", "2x2", "5000x16"})
    void anySizeIsKept(String size) {
        Path source = make("in.mkv", media -> media.stream("testsrc2=s=" + size + ":r=25:d=0.2,format=bgr0", "ffv1"));
        Path copy = copy(source, "out.mkv", VideoCodec.FFV1);
        assertEquals(TestMedia.read(source).frames(), TestMedia.read(copy).frames());
        assertEquals(
                size,
                TestMedia.read(copy).info().width() + "x"
                        + TestMedia.read(copy).info().height());
    }

    /** Row 18. Oracle: the source in the corner, its edge beyond. */
    @ParameterizedTest
    @ValueSource(strings = {"1x1", "3x1", "14x14"})
    void tinyPicturesGrowForH264(String size) {
        Path source = make("in.mkv", media -> media.stream("testsrc2=s=" + size + ":r=25:d=0.2,format=bgr0", "ffv1"));
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mp4", VideoCodec.H264));
        assertEquals("16x16", written.info().width() + "x" + written.info().height());
        assertEquals(5, written.frames().size());
        RgbImage original = TestMedia.read(source).frames().get(2);
        RgbImage frame = written.frames().get(2);
        for (int c = 0; c < 3; c++) {
            assertEquals(
                    original.at(original.width() - 1, original.height() - 1, c),
                    frame.at(15, 15, c),
                    40,
                    "the source's last pixel, repeated");
        }
    }

    /** Row 20, where the codec says it and where only the container does. */
    @ParameterizedTest
    @CsvSource({"mpeg4, out.mp4, H264", "libvpx-vp9, out.webm, VP9", "libvpx-vp9, out.mov, PRORES"})
    void pixelsThatAreNotSquareStaySo(String encoder, String name, VideoCodec codec) {
        Path source =
                make("in.mkv", media -> media.stream("testsrc2=s=96x64:d=0.2,setsar=4/3,format=yuv420p", encoder));
        assertEquals(
                new Rational(4, 3),
                TestMedia.read(copy(source, name, codec)).info().sampleAspect());
    }

    /** Row 21. */
    @Test
    void aChangeOfSizeIsAnError() throws IOException {
        Path first = make("a.h264", media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "libopenh264"));
        Path second = make("b.h264", media -> media.stream("testsrc2=s=64x48:r=25:d=1,format=yuv420p", "libopenh264"));
        byte[] both = new byte[(int) (Files.size(first) + Files.size(second))];
        System.arraycopy(Files.readAllBytes(first), 0, both, 0, (int) Files.size(first));
        System.arraycopy(Files.readAllBytes(second), 0, both, (int) Files.size(first), (int) Files.size(second));
        Path source = Files.write(folder.resolve("both.h264"), both);
        HostileMediaTest.refused(source, "the frame size changes at frame 25 to 64x48");
    }

    /** Row 22. Oracle: the scene is a still pattern beside one that moves sideways; whole fields show no comb. */
    @Test
    void interlacedVideoIsMadeWhole() {
        Path source = make(
                "in.mpg",
                media -> media.stream(
                        "testsrc2=s=192x128:r=50:d=1,"
                                + "separatefields,select='eq(mod(n,4),0)+eq(mod(n,4),3)',weave=first_field=top,setfield=tff,format=yuv420p",
                        "mpeg2video",
                        Map.of("b", "20000000"),
                        stream -> {}));
        SourceScan scan = SourceScan.of(source, Clip.WHOLE, ReadOptions.DEFAULT);
        assertTrue(scan.notes().toString().contains("interlaced"), scan.notes().toString());
        TestMedia.Contents whole = TestMedia.read(source);
        assertEquals(25, whole.frames().size(), "a frame for each two fields");
        Path combed = make(
                "combed.mkv",
                media -> media.stream(
                        "testsrc2=s=192x128:r=50:d=1,"
                                + "separatefields,select='eq(mod(n,4),0)+eq(mod(n,4),3)',weave=first_field=top,setfield=prog,format=yuv420p",
                        "ffv1"));
        double before = comb(TestMedia.read(combed).frames().get(12));
        double after = comb(whole.frames().get(12));
        assertTrue(after < 0.5 * before, "comb before " + before + ", after " + after);
    }

    /** How much lines differ from those two away less than from their neighbors. */
    private static double comb(RgbImage image) {
        double sum = 0;
        for (int y = 2; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                double near = Math.abs(image.at(x, y, 1) - image.at(x, y - 1, 1));
                double far = Math.abs(image.at(x, y, 1) - image.at(x, y - 2, 1));
                sum += Math.max(0, near - far);
            }
        }
        return sum / image.width() / image.height();
    }

    /** Row 24. Oracle: a gray of 100 cd/m² in PQ (BT.2100) is reference white, of which 18 % is middle gray. */
    @ParameterizedTest
    @CsvSource({"smpte2084,bt2020", "arib-std-b67,bt2020"})
    void highDynamicRangeIsToneMapped(String transfer, String primaries) {
        Path source = make(
                "in.mkv",
                media -> media.stream(
                        "gradients=s=256x64:d=0.2:c0=black:c1=white:x0=0:y0=0:x1=255:y1=0"
                                + ":nb_colors=2:speed=0.00001,format=yuv420p10le,setparams=color_primaries=" + primaries
                                + ":color_trc="
                                + transfer + ":colorspace=bt2020nc:range=tv",
                        "ffv1"));
        SourceScan scan = SourceScan.of(source, Clip.WHOLE, ReadOptions.DEFAULT);
        assertTrue(scan.notes().toString().contains("tone-mapped"), scan.notes().toString());
        TestMedia.Contents read = TestMedia.read(source);
        assertEquals(ColorTags.BT709, read.info().colors());
        RgbImage frame = read.frames().get(0);
        int last = -1;
        int levels = 0;
        for (int x = 0; x < 256; x++) {
            int value = frame.at(x, 32, 1);
            assertTrue(value >= last - 1, "a ramp stays a ramp");
            assertTrue(Math.abs(value - frame.at(x, 32, 0)) <= 2 && Math.abs(value - frame.at(x, 32, 2)) <= 2, "gray");
            levels += value != last ? 1 : 0;
            last = Math.max(last, value);
        }
        assertTrue(levels > 60, "tones are kept apart: " + levels);
        assertTrue(last > 230, "white is white: " + last);
        Path written = copy(source, "out.mp4", VideoCodec.H264);
        assertEquals(ColorTags.BT709, TestMedia.read(written).info().colors(), "and tagged so");
    }

    /** Row 25: bars of known matrix and range, through decoder, encoder and decoder. */
    @ParameterizedTest
    @CsvSource({"bt709,tv", "bt709,pc", "smpte170m,tv", "smpte170m,pc", ",", "bt2020nc,tv"})
    void barsKeepTheirColors(String matrix, String range) {
        String tags = matrix == null ? "" : ",setparams=colorspace=" + matrix + ":range=" + range;
        Path source = make(
                "in.mkv", media -> media.stream("smptebars=s=320x240:r=25:d=0.4" + tags + ",format=yuv444p", "ffv1"));
        RgbImage expected = TestMedia.read(source).frames().get(0);
        for (VideoCodec codec : new VideoCodec[] {VideoCodec.H264, VideoCodec.VP9}) {
            Path out = copy(source, codec + ".mkv", codec);
            TestMedia.Contents written = TestMedia.read(out);
            RgbImage actual = written.frames().get(5);
            for (int bar = 0; bar < 7; bar++) {
                int x = (2 * bar + 1) * 320 / 14;
                for (int c = 0; c < 3; c++) {
                    assertEquals(
                            expected.at(x, 60, c), actual.at(x, 60, c), 2, codec + ", bar " + bar + ", channel " + c);
                }
            }
            assertEquals(TestMedia.read(source).info().colors(), written.info().colors());
        }
    }

    /** Row 26. Oracle: the same test picture without that format. */
    @ParameterizedTest
    @CsvSource({
        "yuv422p10le,ffv1,bgr0,3", // RGB by FFmpeg's own filter
        "yuv420p,ffv1,bgr0,3",
        "yuv444p,ffv1,bgr0,3",
        "yuv422p10le,prores_ks,bgr0,3",
        "gbrp,libvpx-vp9,bgr0,2",
        "rgb24,png,bgr0,0",
        "rgb24,qtrle,bgr0,0"
    })
    void pixelFormatsGiveTheSamePicture(String format, String encoder, String reference, int tolerance) {
        String scene = "smptebars=s=320x240:r=25:d=0.1";
        RgbImage expected = TestMedia.read(
                        make("rgb.mkv", media -> media.stream(scene + ",format=" + reference, "ffv1")))
                .frames()
                .get(0);
        RgbImage actual = TestMedia.read(make(
                        encoder.equals("libvpx-vp9") ? "in.mkv" : "in.mov",
                        media -> media.stream(scene + ",format=" + format, encoder)))
                .frames()
                .get(0);
        for (int bar = 0; bar < 7; bar++) {
            int x = (2 * bar + 1) * 320 / 14;
            for (int c = 0; c < 3; c++) {
                assertEquals(expected.at(x, 60, c), actual.at(x, 60, c), tolerance, "bar " + bar);
            }
        }
    }

    /** Row 26. Oracle: the colors that went into the palette. */
    @Test
    void aPaletteGivesItsColors() {
        String scene = "smptebars=s=320x240:r=25:d=0.1,format=bgr0";
        RgbImage expected = TestMedia.read(make("rgb.mkv", media -> media.stream(scene, "ffv1")))
                .frames()
                .get(0);
        RgbImage actual = TestMedia.read(make(
                        "in.mov",
                        media -> media.stream(
                                scene + ",split[a][b];[a]palettegen=reserve_transparent=0[p];"
                                        + "[b][p]paletteuse=dither=none,format=pal8",
                                "png")))
                .frames()
                .get(0);
        for (int bar = 0; bar < 7; bar++) {
            int x = (2 * bar + 1) * 320 / 14;
            for (int c = 0; c < 3; c++) {
                assertEquals(expected.at(x, 60, c), actual.at(x, 60, c), 2, "bar " + bar);
            }
        }
    }

    @Test
    void grayHasNoColor() {
        RgbImage frame = TestMedia.read(
                        make("in.mkv", media -> media.stream("smptebars=s=96x64:d=0.1,format=gray", "ffv1")))
                .frames()
                .get(0);
        for (int x = 0; x < 96; x += 7) {
            assertEquals(frame.at(x, 20, 0), frame.at(x, 20, 2), 1);
        }
    }

    /** Row 27. Oracle: the documented color under what is transparent. */
    @ParameterizedTest
    @CsvSource({
        "qtrle,argb,mov",
        "ffv1,bgra,mkv",
        "prores_ks,yuva444p10le,mov",
        "libvpx,yuva420p,webm",
        "libvpx-vp9,yuva420p,webm",
        "libvpx-vp9,yuva420p,mkv"
    })
    void whatIsTransparentIsWhite(String encoder, String format, String ending) {
        Path source = make(
                "in." + ending,
                media -> media.stream(
                        "color=red@0.0:s=64x64:d=0.2,format=rgba,format=" + format,
                        encoder,
                        encoder.equals("libvpx") ? Map.of("auto-alt-ref", "0") : Map.of(),
                        stream -> {}));
        RgbImage frame = TestMedia.read(source).frames().get(0);
        for (int c = 0; c < 3; c++) {
            assertEquals(255, frame.at(32, 32, c), 2);
        }
        assertTrue(SourceScan.of(source, Clip.WHOLE, ReadOptions.DEFAULT)
                .notes()
                .toString()
                .contains("white"));
    }

    /** Every type that FFmpeg names stands in exactly one list; a version with one more type turns this red. */
    @Test
    void everyTypeOfSideDataIsListed() {
        for (int type = 0; type < AV_PKT_DATA_NB; type++) {
            int n = type;
            assertEquals(
                    1,
                    Stream.of(SideData.STREAM_APPLIED, SideData.STREAM_UNSEEN, SideData.STREAM_LOST)
                            .filter(list -> list.contains(n))
                            .count(),
                    "stream " + av_packet_side_data_name(type).getString());
        }
        int type = 0;
        for (; av_frame_side_data_name(type) != null; type++) {
            int n = type;
            assertEquals(
                    1,
                    Stream.of(SideData.FRAME_APPLIED, SideData.FRAME_UNSEEN, SideData.FRAME_LOST)
                            .filter(list -> list.contains(n))
                            .count(),
                    "frame " + av_frame_side_data_name(type).getString());
        }
        assertEquals(SideData.FRAME_APPLIED.size() + SideData.FRAME_UNSEEN.size() + SideData.FRAME_LOST.size(), type);
    }

    /** What a stream states and the result has not is named; oracle: FFmpeg's name of the type. */
    @Test
    void whatIsLostBesideThePicturesIsNamed() {
        for (int type : SideData.STREAM_LOST) {
            AVCodecParameters parameters = avcodec_parameters_alloc();
            new IntPointer(beside(parameters, type, 64).data()).put(0, 1); // of stereo pictures: side by side
            assertEquals(
                    List.of("not in the result: "
                            + av_packet_side_data_name(type).getString()),
                    new SideData(parameters).notes().toList());
            avcodec_parameters_free(parameters);
        }
    }

    /** Profiles whose colors are Dolby's own, unless a compatible picture lies below them (FFmpeg's record of the stream). */
    @ParameterizedTest
    @CsvSource({"5, 0, true", "10, 0, true", "20, 0, true", "5, 1, false", "8, 0, false", "8, 1, false"})
    void dolbysOwnColorsAreRefused(int profile, int base, boolean refused) {
        AVCodecParameters parameters = avcodec_parameters_alloc();
        beside(parameters, AV_PKT_DATA_DOVI_CONF, 9)
                .data()
                .put(2, (byte) profile)
                .put(7, (byte) base);
        assertEquals(
                refused,
                SideData.refusal(parameters)
                        .filter(why -> why.contains("profile " + profile))
                        .isPresent());
        avcodec_parameters_free(parameters);
    }

    private static AVPacketSideData beside(AVCodecParameters parameters, int type, int bytes) {
        AVPacketSideData all = new AVPacketSideData((Pointer) null);
        try (IntPointer count = new IntPointer(1L).put(0)) {
            AVPacketSideData data = av_packet_side_data_new(all, count, type, bytes, 0);
            data.data().limit(bytes).zero();
            parameters.coded_side_data(all).nb_coded_side_data(count.get());
            return data;
        }
    }

    /** Only a message inside H.264 says that the picture is turned. Oracle: the same without the message, turned by FFmpeg. */
    @Test
    void turnsThatOnlyTheStreamStatesAreApplied() throws IOException {
        Path plain =
                make("plain.h264", media -> media.stream("testsrc2=s=96x64:r=25:d=0.2,format=yuv420p", "libopenh264"));
        byte[] bytes = Files.readAllBytes(plain);
        int slice = 0;
        while (bytes[slice] != 0 || bytes[slice + 1] != 0 || bytes[slice + 2] != 1 || (bytes[slice + 3] & 0x1f) != 5) {
            slice++;
        }
        // no flips, anticlockwise by 0x4000 of 0x10000, repeated
        byte[] message = {0, 0, 1, 6, 47, 3, 8, 0, 9, (byte) 0x80};
        ByteBuffer turned = ByteBuffer.allocate(bytes.length + message.length)
                .put(bytes, 0, slice)
                .put(message)
                .put(bytes, slice, bytes.length - slice);
        Path file = Files.write(folder.resolve("turned.h264"), turned.array());
        RgbImage upright = TestMedia.read(file).frames().get(0);
        RgbImage lying = TestMedia.read(plain).frames().get(0);
        assertEquals("64x96", upright.width() + "x" + upright.height());
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 96; x++) {
                assertEquals(lying.at(x, y, 1), upright.at(y, 95 - x, 1));
            }
        }
        assertEquals(
                "64x96",
                TestMedia.read(copy(file, "out.mkv", VideoCodec.FFV1)).info().width() + "x"
                        + TestMedia.read(folder.resolve("out.mkv")).info().height());
    }

    /** A container may mean less than the codec stores. Oracle: FFmpeg's own cut. */
    @Test
    void edgesThatAreNotMeantAreCut() {
        String scene = "testsrc2=s=96x64:r=25:d=0.2,format=bgr0";
        Path source = make(
                "in.mkv",
                media -> media.stream(scene, "ffv1", Map.of(), stream -> {
                    AVPacketSideData data = beside(stream.codecpar(), AV_PKT_DATA_FRAME_CROPPING, 16);
                    new IntPointer(data.data()).put(new int[] {4, 6, 10, 2}, 0, 4);
                }));
        Path expected = make("cut.mkv", media -> media.stream(scene + ",crop=84:54:10:4", "ffv1"));
        assertEquals(TestMedia.read(expected).frames(), TestMedia.read(source).frames());
        assertEquals(84, TestMedia.read(source).info().width());
    }

    /** What filters rest on changes in the middle. Oracle: each half read alone. */
    @ParameterizedTest
    @CsvSource({
        "bt709 bt709 bt709 tv prog, bt2020nc bt2020 smpte2084 tv prog",
        "bt2020nc bt2020 smpte2084 tv prog, bt709 bt709 bt709 tv prog",
        "bt709 bt709 bt709 tv prog, bt2020nc bt2020 bt709 tv prog",
        "smpte170m smpte170m bt709 tv prog, bt709 bt709 bt709 tv prog",
        "bt709 bt709 bt709 tv prog, bt709 bt709 bt709 tv tff"
    })
    void changesOnTheWayCount(String one, String other) throws IOException {
        Path first = half("a.ts", one, 0);
        Path second = half("b.ts", other, 1_000_000);
        byte[] both = Arrays.copyOf(Files.readAllBytes(first), (int) (Files.size(first) + Files.size(second)));
        System.arraycopy(Files.readAllBytes(second), 0, both, (int) Files.size(first), (int) Files.size(second));
        Path joined = Files.write(folder.resolve("both.ts"), both);
        List<RgbImage> expected = new ArrayList<>(TestMedia.read(first).frames());
        expected.addAll(TestMedia.read(second).frames());
        assertEquals(expected, TestMedia.read(joined).frames());
        List<String> notes =
                SourceScan.of(joined, Clip.WHOLE, ReadOptions.DEFAULT).notes();
        assertTrue(
                notes.containsAll(SourceScan.of(first, Clip.WHOLE, ReadOptions.DEFAULT)
                                .notes())
                        && notes.containsAll(SourceScan.of(second, Clip.WHOLE, ReadOptions.DEFAULT)
                                .notes()),
                notes.toString());
    }

    private Path half(String name, String properties, long offset) {
        String[] words = properties.split(" ");
        return make(
                name,
                media -> media.stream(
                                "testsrc2=s=96x64:r=25:d=1,format=yuv420p,setparams=colorspace=" + words[0]
                                        + ":color_primaries=" + words[1] + ":color_trc=" + words[2] + ":range="
                                        + words[3] + ":field_mode=" + words[4],
                                "mpeg2video",
                                Map.of("g", "5", "b", "4000000"),
                                stream -> {})
                        .format(format -> format.output_ts_offset(offset)));
    }

    /** Stills and thumbnails are no film, however large; of two films the longer one is it, and that is told. */
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "mov", "nut"})
    void theFilmIsWhatLasts(String ending) {
        String large = "color=red:r=25:s=128x96";
        Path source = make(
                "in." + ending,
                media -> media.stream(
                        large + ":d=0.04,format=yuv420p",
                        "mpeg4",
                        Map.of(),
                        stream -> stream.disposition(AV_DISPOSITION_DEFAULT))
                        .stream(
                                "testsrc2=s=96x64:r=25:d=1,format=yuv420p",
                                "mpeg4",
                                Map.of(),
                                stream -> stream.disposition(AV_DISPOSITION_DEFAULT)));
        SourceScan scan = SourceScan.of(source, Clip.WHOLE, ReadOptions.DEFAULT);
        assertEquals(25, scan.info().frames());
        assertEquals(96, scan.info().width());
        assertTrue(
                scan.notes().toString().contains("stream 1 is used"),
                scan.notes().toString());
        Path films = make(
                "films." + ending,
                media -> media.stream(large + ":d=0.4,format=yuv420p", "mpeg4").stream(
                        "testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg4"));
        assertEquals(
                25, SourceScan.of(films, Clip.WHOLE, ReadOptions.DEFAULT).info().frames());
    }
}
