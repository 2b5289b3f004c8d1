package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.RgbImage;

/**
 * What pixels mean is kept: rows 17 to 22 and 24 to 27 of the reliability cases. Oracle: the source, of which the
 * construction is known, read by the same FFmpeg.
 */
class PicturesTest extends MediaTest {
    /** Row 17: a recording whose track header asks for a turn. Oracle: FFmpeg's own filters of that turn. */
    @ParameterizedTest
    @CsvSource({"0, 1, -1, 0, transpose=clock", "-1, 0, 0, -1, 'hflip,vflip'", "0, -1, 1, 0, transpose=cclock",
        "-1, 0, 0, 1, hflip"})
    void turnsAndMirrorsAreAppliedAndGone(int a, int b, int c, int d, String filter) throws IOException {
        String scene = "testsrc2=s=96x64:r=25:d=0.2,format=rgb24";
        Path stored = make("in.mov", media -> media.stream(scene, "png"));
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(stored));
        int matrix = new String(file.array(), StandardCharsets.ISO_8859_1).indexOf("tkhd") + 44;
        file.putInt(matrix, a << 16).putInt(matrix + 4, b << 16).putInt(matrix + 12, c << 16).putInt(matrix + 16, d << 16);
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
        assertEquals(size, TestMedia.read(copy).info().width() + "x" + TestMedia.read(copy).info().height());
    }

    /** Row 18. Oracle: the source in the corner, its edge beyond. */
    @ParameterizedTest
    @ValueSource(strings = {"1x1", "3x1", "14x14"})
    void tinyPicturesGrowForH264(String size) {
        Path source = make("in.mkv", media -> media.stream("testsrc2=s=" + size + ":r=25:d=0.2,format=bgr0", "ffv1"));
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mp4", VideoCodec.H264));
        assertEquals("16x16", written.info().width() + "x" + written.info().height());
        assertEquals(5, written.frames().size());
    }

    /** Row 20, where the codec says it and where only the container does. */
    @ParameterizedTest
    @CsvSource({"mpeg4, out.mp4, H264", "libvpx-vp9, out.webm, VP9", "libvpx-vp9, out.mov, PRORES"})
    void pixelsThatAreNotSquareStaySo(String encoder, String name, VideoCodec codec) {
        Path source = make("in.mkv", media -> media.stream("testsrc2=s=96x64:d=0.2,setsar=4/3,format=yuv420p", encoder));
        assertEquals(new Rational(4, 3), TestMedia.read(copy(source, name, codec)).info().sampleAspect());
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
        Path source = make("in.mpg", media -> media.stream("testsrc2=s=192x128:r=50:d=1,"
                + "separatefields,select='eq(mod(n,4),0)+eq(mod(n,4),3)',weave=first_field=top,setfield=tff,format=yuv420p", "mpeg2video", Map.of("b", "20000000"),
                stream -> { }));
        VideoReader.Scan scan = VideoReader.scan(source, Clip.WHOLE, ReadOptions.DEFAULT);
        assertTrue(scan.notes().toString().contains("interlaced"), scan.notes().toString());
        TestMedia.Contents whole = TestMedia.read(source);
        assertEquals(25, whole.frames().size(), "a frame for each two fields");
        Path combed = make("combed.mkv", media -> media.stream("testsrc2=s=192x128:r=50:d=1,"
                + "separatefields,select='eq(mod(n,4),0)+eq(mod(n,4),3)',weave=first_field=top,setfield=prog,format=yuv420p", "ffv1"));
        double before = comb(TestMedia.read(combed).frames().get(12));
        double after = comb(whole.frames().get(12));
        assertTrue(after < 0.5 * before, "comb before " + before + ", after " + after);
    }

    /** How much lines differ from those two away less than from their neighbours. */
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

    /** Row 24. Oracle: a grey of 100 cd/m² in PQ (BT.2100) is reference white, of which 18 % is middle grey. */
    @ParameterizedTest
    @CsvSource({"smpte2084,bt2020", "arib-std-b67,bt2020"})
    void highDynamicRangeIsToneMapped(String transfer, String primaries) {
        Path source = make("in.mkv", media -> media.stream("gradients=s=256x64:d=0.2:c0=black:c1=white:x0=0:y0=0:x1=255:y1=0"
                + ":nb_colors=2:speed=0.00001,format=yuv420p10le,setparams=color_primaries=" + primaries + ":color_trc="
                + transfer + ":colorspace=bt2020nc:range=tv", "ffv1"));
        VideoReader.Scan scan = VideoReader.scan(source, Clip.WHOLE, ReadOptions.DEFAULT);
        assertTrue(scan.notes().toString().contains("tone-mapped"), scan.notes().toString());
        TestMedia.Contents read = TestMedia.read(source);
        assertEquals(ColorTags.BT709, read.info().colors());
        RgbImage frame = read.frames().get(0);
        int last = -1;
        int levels = 0;
        for (int x = 0; x < 256; x++) {
            int value = frame.at(x, 32, 1);
            assertTrue(value >= last - 1, "a ramp stays a ramp");
            assertTrue(Math.abs(value - frame.at(x, 32, 0)) <= 2 && Math.abs(value - frame.at(x, 32, 2)) <= 2, "grey");
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
        Path source = make("in.mkv", media -> media.stream("smptebars=s=320x240:r=25:d=0.4" + tags + ",format=yuv444p",
                "ffv1"));
        RgbImage expected = TestMedia.read(source).frames().get(0);
        for (VideoCodec codec : new VideoCodec[] {VideoCodec.H264, VideoCodec.VP9}) {
            Path out = copy(source, codec + ".mkv", codec);
            TestMedia.Contents written = TestMedia.read(out);
            RgbImage actual = written.frames().get(5);
            for (int bar = 0; bar < 7; bar++) {
                int x = (2 * bar + 1) * 320 / 14;
                for (int c = 0; c < 3; c++) {
                    assertEquals(expected.at(x, 60, c), actual.at(x, 60, c), 2, codec + ", bar " + bar + ", channel " + c);
                }
            }
            assertEquals(TestMedia.read(source).info().colors(), written.info().colors());
        }
    }

    /** Row 26. Oracle: the same test picture without that format. */
    @ParameterizedTest
    @CsvSource({"yuv422p10le,ffv1,yuv444p,2", "yuv420p,ffv1,yuv444p,2", "yuv422p10le,prores_ks,yuv444p,2",
        "gbrp,libvpx-vp9,bgr0,2", "rgb24,png,bgr0,0", "rgb24,qtrle,bgr0,0"})
    void pixelFormatsGiveTheSamePicture(String format, String encoder, String reference, int tolerance) {
        String scene = "smptebars=s=320x240:r=25:d=0.1";
        RgbImage expected = TestMedia.read(make("rgb.mkv", media -> media.stream(scene + ",format=" + reference,
                "ffv1"))).frames().get(0);
        RgbImage actual = TestMedia.read(make(encoder.equals("libvpx-vp9") ? "in.mkv" : "in.mov", media -> media.stream(scene + ",format=" + format, encoder)))
                .frames().get(0);
        for (int bar = 0; bar < 7; bar++) {
            int x = (2 * bar + 1) * 320 / 14;
            for (int c = 0; c < 3; c++) {
                assertEquals(expected.at(x, 60, c), actual.at(x, 60, c), tolerance, "bar " + bar);
            }
        }
    }

    @Test
    void greyHasNoColor() {
        RgbImage frame = TestMedia.read(make("in.mkv", media -> media.stream("smptebars=s=96x64:d=0.1,format=gray", "ffv1")))
                .frames().get(0);
        for (int x = 0; x < 96; x += 7) {
            assertEquals(frame.at(x, 20, 0), frame.at(x, 20, 2), 1);
        }
    }

    /** Row 27. Oracle: the documented colour under what is transparent. */
    @ParameterizedTest
    @CsvSource({"qtrle,argb,mov", "ffv1,bgra,mkv", "prores_ks,yuva444p10le,mov"})
    void whatIsTransparentIsWhite(String encoder, String format, String ending) {
        Path source = make("in." + ending, media -> media.stream("color=red@0.0:s=64x64:d=0.2,format=rgba,format=" + format,
                encoder));
        RgbImage frame = TestMedia.read(source).frames().get(0);
        for (int c = 0; c < 3; c++) {
            assertEquals(255, frame.at(32, 32, c), 2);
        }
        assertTrue(VideoReader.scan(source, Clip.WHOLE, ReadOptions.DEFAULT).notes().toString().contains("white"));
    }
}
