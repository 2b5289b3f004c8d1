package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SUBRIP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TTF;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.RgbImage;

/**
 * Nothing of the source is lost: rows 13 to 34 of the reliability cases. Oracle: the source, of which the construction is
 * known, read by the same FFmpeg.
 */
class FidelityTest {
    private static final String TONE = "sine=f=440:d=2,aformat=fltp";

    @TempDir
    Path folder;

    private Path make(String name, Consumer<MediaMaker> content) {
        Path file = folder.resolve(name);
        try (MediaMaker media = MediaMaker.of(file)) {
            content.accept(media);
        }
        return file;
    }

    private Path copy(Path source, String name, VideoCodec codec) {
        Path copy = folder.resolve(name);
        TestMedia.copy(source, copy, Clip.WHOLE, codec);
        return copy;
    }

    /** Rows 13 and 14. */
    @ParameterizedTest
    @ValueSource(strings = {"mkv", "mp4"})
    void variableRatesAndOffsetsAreKept(String ending) {
        Path source = make("in." + ending, media -> media
                .stream("testsrc2=s=96x64:r=25:d=2,select='gt(mod(n,7),1)',format=yuv420p", "mpeg4")
                .stream("sine=f=440:d=1.3,aformat=fltp,asetpts=PTS+0.7/TB", "aac", Map.of(), stream -> { }));
        TestMedia.Contents expected = TestMedia.read(source);
        TestMedia.Contents actual = TestMedia.read(copy(source, "out." + ending, VideoCodec.H264));
        assertEquals(35, expected.times().size(), "5 of every 7 frames");
        for (int n = 0; n < 35; n++) {
            assertEquals(expected.times().get(n), actual.times().get(n), 1.0 / 90000, "frame " + n);
        }
        assertEquals(expected.packetTimes(), actual.packetTimes());
        assertEquals(0.7, actual.packetTimes().get(0), 0.03, "the sound begins late");
    }

    /** Row 15: a stream without timestamps. */
    @Test
    void rawStreamsGetTheTimesOfTheirRate() {
        Path source = make("in.h264", media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "libopenh264"));
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mkv", VideoCodec.H264));
        assertEquals(25, written.frames().size());
        for (int n = 1; n < 25; n++) {
            assertEquals(0.04, written.times().get(n) - written.times().get(n - 1), 0.002);
        }
    }

    /** Oracle: the bytes that FFmpeg read, and the whole: all sound of the part is there though the rest is not read. */
    @Test
    void aPartIsReadNoFurtherThanItGoes() throws IOException {
        Path source = make("in.mkv", media -> media.stream("testsrc2=s=320x240:r=25:d=8,format=bgr0", "ffv1")
                .stream("sine=f=440:d=8", "pcm_s16le"));
        Clip part = Clip.of(0, 5L);
        try (VideoReader reader = VideoReader.open(source, part, ReadOptions.DEFAULT)) {
            double sound = 0;
            for (Optional<MediaItem> item = reader.next(); item.isPresent(); item = reader.next()) {
                try (MediaItem open = item.get()) {
                    sound += open instanceof StreamPacket packet ? packet.packet().duration() / 1000.0 : 0;
                }
            }
            assertEquals(0.2, sound, 0.03);
            long read = reader.format().pb().bytes_read();
            assertTrue(read < Files.size(source) / 4, read + " of " + Files.size(source));
        }
        VideoReader.scan(source, part, ReadOptions.DEFAULT);
    }

    /** A part of it, where FFmpeg can seek and where it cannot. Oracle: the whole. */
    @ParameterizedTest
    @CsvSource({"mkv, ffv1, bgr0", "mp4, libopenh264, yuv420p", "y4m, wrapped_avframe, yuv420p", "h264, libopenh264, yuv420p",
        "gif, gif, pal8", "ts, mpeg2video, yuv420p", "avi, mpeg4, yuv420p"})
    void partsBeginWhereTheyShould(String ending, String encoder, String format) {
        String scene = "testsrc2=s=96x64:r=25:d=1,format=" + format;
        Path source = make("in." + ending, media -> media.stream(
                ending.equals("gif") ? "testsrc2=s=96x64:r=25:d=1,split[a][b];[a]palettegen[p];[b][p]paletteuse" : scene, encoder));
        List<RgbImage> whole = TestMedia.read(source).frames();
        assertEquals(whole.subList(10, 12), TestMedia.read(source, Clip.of(0.4, 2L)).frames());
    }

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

    /** Row 28. */
    @Test
    void animatedGifsKeepTheirDelays() {
        Path source = make("in.gif", media -> media.stream("testsrc2=s=64x48:r=10:d=1,select='not(eq(n,3)+eq(n,4)+eq(n,7))'"
                + ",format=pal8", "gif"));
        TestMedia.Contents read = TestMedia.read(source);
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mkv", VideoCodec.FFV1));
        assertEquals(7, read.frames().size());
        assertEquals(0.5, read.times().get(3), 0.011, "after two that are missing");
        for (int n = 0; n < 7; n++) {
            assertEquals(read.times().get(n), written.times().get(n), 0.0011);
        }
        assertEquals(read.frames(), written.frames());
    }

    /** A GIF has 256 colours, times of 10 ms and no sound. */
    @Test
    void gifsAreWrittenToo() {
        Path written = folder.resolve("out.gif");
        FramePipeline.Result result = TestMedia.copy(TestMedia.BUNNY, written, TestMedia.part(0, 12), VideoCodec.GIF);
        assertTrue(result.droppedStreams().toString().contains("audio"), result.droppedStreams().toString());
        TestMedia.Contents read = TestMedia.read(written);
        TestMedia.Contents source = TestMedia.read(TestMedia.BUNNY, TestMedia.part(0, 12));
        assertEquals(12, read.frames().size());
        for (int n = 0; n < 12; n++) {
            assertEquals(source.times().get(n), read.times().get(n), 0.0051);
            double psnr = TestMedia.psnr(source.frames().get(n), read.frames().get(n));
            assertTrue(psnr > 28, "frame " + n + ": " + psnr + " dB");
        }
    }

    @Test
    void uncompressedPipesAreWrittenToo() {
        Path written = folder.resolve("out.y4m");
        TestMedia.copy(TestMedia.BUNNY, written, TestMedia.part(0, 5), VideoCodec.RAW);
        TestMedia.Contents read = TestMedia.read(written);
        TestMedia.Contents source = TestMedia.read(TestMedia.BUNNY, TestMedia.part(0, 5));
        assertEquals(5, read.frames().size());
        for (int n = 0; n < 5; n++) {
            assertTrue(TestMedia.psnr(source.frames().get(n), read.frames().get(n)) > 40, "frame " + n);
        }
    }

    /** Rows 9 and 29. */
    @ParameterizedTest
    @CsvSource({"0.04,2", "2,0.5", "1,0"})
    void soundIsNeitherCutNorInvented(double pictures, double sound) {
        Path source = make("in.mp4", media -> {
            media.stream("testsrc2=s=96x64:r=25:d=" + pictures + ",format=yuv420p", "mpeg4");
            if (sound > 0) {
                media.stream("sine=f=440:d=" + sound + ",aformat=fltp", "aac");
            }
        });
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mp4", VideoCodec.H264));
        assertEquals(TestMedia.read(source).packets(), written.packets());
        assertEquals(Math.round(pictures * 25), written.frames().size());
        assertEquals(pictures, written.info().seconds(), 0.001, "the last frame has its duration");
    }

    /** Rows 30 and 31: the layout is the one that was there, not one guessed from a number of channels. */
    @Test
    void allSoundTracksAreCopied() {
        Path source = make("in.mkv", media -> media.stream("testsrc2=s=96x64:r=25:d=2,format=yuv420p", "mpeg4")
                .stream(TONE, "aac", Map.of(), track("eng", AV_DISPOSITION_DEFAULT))
                .stream(TONE + ",aformat=fltp:channel_layouts=5.1(side),asetnsamples=1536", "ac3", Map.of(), track("fre", 0))
                .stream("sine=f=220:d=2:sample_rate=192000,aformat=s16,asetnsamples=16384", "flac", Map.of(), track("ger", 0)));
        for (String name : List.of("out.mkv", "out.mp4")) {
            Path written = copy(source, name, VideoCodec.H264);
            // Tracks may be interleaved otherwise.
            assertTrue(Set.copyOf(TestMedia.read(source).packets()).equals(Set.copyOf(TestMedia.read(written).packets())));
            assertEquals(List.of("aac eng 1", "ac3 fre 0", "flac ger 0"), tracks(written));
            assertEquals(layouts(source), layouts(written));
        }
    }

    /** Row 31. Oracle: every channel has a tone of its own, which it must still have. */
    @ParameterizedTest
    @CsvSource({"mono,1,mp4,webm", "stereo,2,mp4,webm", "5.1,6,mp4,webm", "5.1(side),6,mkv,webm", "stereo,2,mkv,mov"})
    void soundThatTheContainerCannotHoldIsReEncodedChannelByChannel(String layout, int channels, String from, String to) {
        StringBuilder tones = new StringBuilder();
        for (int n = 0; n < channels; n++) {
            tones.append(n == 0 ? "" : "|").append("0.3*sin(2*PI*").append(tone(layout, n)).append("*t)");
        }
        // MOV takes no Opus; WebM takes nothing but Opus and Vorbis.
        String encoder = to.equals("mov") ? "libopus" : "aac";
        Path source = make("in." + from, media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg4")
                .stream("aevalsrc='" + tones + "':c=" + layout + ":s=48000:d=1,aformat=" + (encoder.equals("aac") ? "fltp"
                        : "flt,asetnsamples=960"), encoder, Map.of("b", "384000"), stream -> { }));
        Path written = folder.resolve("out." + to);
        FramePipeline.Result result = TestMedia.copy(source, written, Clip.WHOLE,
                to.equals("webm") ? VideoCodec.VP9 : VideoCodec.H264);
        assertEquals(1, result.changedStreams().size(), result.changedStreams().toString());
        float[][] sound = TestMedia.sound(written);
        assertEquals(channels, sound.length);
        assertEquals(48000, sound[0].length, 3000, "a second");
        for (int n = 0; n < channels; n++) {
            double own = power(sound[n], tone(layout, n));
            for (int other = 0; other < channels; other++) {
                assertTrue(other == n || own > 20 * power(sound[n], tone(layout, other)), "channel " + n + " of " + layout);
            }
        }
    }

    /** The fourth of six is for low frequencies only, and encoders make it so. */
    private static int tone(String layout, int channel) {
        return layout.startsWith("5.1") && channel == 3 ? 60 : 400 + 300 * channel;
    }

    /** Of one frequency (Goertzel), in the middle half of a second. */
    private static double power(float[] samples, double frequency) {
        double re = 0;
        double im = 0;
        for (int n = 12000; n < 36000; n++) {
            re += samples[n] * Math.cos(2 * Math.PI * frequency * n / 48000);
            im += samples[n] * Math.sin(2 * Math.PI * frequency * n / 48000);
        }
        return re * re + im * im;
    }

    private static Consumer<AVStream> track(String language, int disposition) {
        return stream -> {
            AVDictionary metadata = new AVDictionary(null);
            av_dict_set(metadata, "language", language, 0);
            stream.metadata(metadata);
            stream.disposition(disposition);
        };
    }

    private static List<String> tracks(Path file) {
        List<String> tracks = new ArrayList<>();
        try (Demuxer demuxer = Demuxer.open(file, ReadOptions.DEFAULT)) {
            for (int n = 0; n < demuxer.format().nb_streams(); n++) {
                AVStream stream = demuxer.format().streams(n);
                if (stream.index() != demuxer.video().index()) {
                    tracks.add(org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString()
                            + " " + value(stream.metadata(), "language") + " "
                            + (stream.disposition() & AV_DISPOSITION_DEFAULT));
                }
            }
        }
        return tracks;
    }

    private static Map<Integer, Integer> layouts(Path file) {
        Map<Integer, Integer> layouts = new TreeMap<>();
        try (Demuxer demuxer = Demuxer.open(file, ReadOptions.DEFAULT)) {
            for (int n = 0; n < demuxer.format().nb_streams(); n++) {
                layouts.put(n, (int) demuxer.format().streams(n).codecpar().ch_layout().u_mask());
            }
        }
        return layouts;
    }

    private static String value(AVDictionary metadata, String key) {
        AVDictionaryEntry entry = av_dict_get(metadata, key, null, 0);
        return entry == null ? null : entry.value().getString();
    }

    /** Rows 32 and 33. */
    @Test
    void subtitlesChaptersFontsAndCoversAreCopied() {
        Path source = make("in.mkv", media -> media
                .stream("testsrc2=s=96x64:r=25:d=2,format=yuv420p", "mpeg4")
                .texts(AV_CODEC_ID_SUBRIP, "eng", "Hello", "world")
                .format(format -> {
                    attach(format, AV_CODEC_ID_TTF, "font.ttf", "application/x-truetype-font", new byte[100]);
                    attach(format, AV_CODEC_ID_PNG, "cover.png", "image/png",
                            StillImage.encode(new RgbImage(200, 300), Path.of("cover.png")));
                    chapter(format);
                }));
        Path written = copy(source, "out.mkv", VideoCodec.H264);
        try (Demuxer demuxer = Demuxer.open(written, ReadOptions.DEFAULT)) {
            assertEquals(96, demuxer.video().codecpar().width(), "the cover is not taken for the film");
            assertEquals(1, demuxer.format().nb_chapters());
            assertEquals("The middle", value(demuxer.format().chapters(0).metadata(), "title"));
            assertEquals(0.5, demuxer.format().chapters(0).start()
                    * Rational.of(demuxer.format().chapters(0).time_base()).value(), 1e-9);
        }
        assertEquals(tracks(source).stream().sorted().toList(), tracks(written).stream().sorted().toList());
        Path mp4 = folder.resolve("out.mp4");
        FramePipeline.Result result = TestMedia.copy(source, mp4, Clip.WHOLE, VideoCodec.H264);
        assertTrue(result.droppedStreams().toString().contains("ttf"), "told what is lost: " + result.droppedStreams());
        assertEquals(50, TestMedia.read(mp4).frames().size());
    }

    private static void attach(AVFormatContext format, int codec, String name, String type, byte[] content) {
        AVStream stream = avformat_new_stream(format, null);
        BytePointer data = new BytePointer(av_mallocz(content.length + 64));
        data.put(content, 0, content.length);
        stream.codecpar().codec_type(AVMEDIA_TYPE_ATTACHMENT).codec_id(codec).extradata(data)
                .extradata_size(content.length);
        AVDictionary metadata = new AVDictionary(null);
        av_dict_set(metadata, "filename", name, 0);
        av_dict_set(metadata, "mimetype", type, 0);
        stream.metadata(metadata);
    }

    private static void chapter(AVFormatContext format) {
        AVChapter chapter = new AVChapter(av_mallocz(new AVChapter().sizeof()));
        chapter.id(1).start(500).end(1500);
        chapter.time_base().num(1).den(1000);
        AVDictionary metadata = new AVDictionary(null);
        av_dict_set(metadata, "title", "The middle", 0);
        chapter.metadata(metadata);
        PointerPointer<AVChapter> all = new PointerPointer<>(av_malloc(Long.BYTES));
        all.put(0, chapter);
        format.chapters(all).nb_chapters(1);
    }

    /** Rows 23 and 34: every frame comes once and in order; its number is in its brightness. */
    @ParameterizedTest
    @CsvSource({"mpeg4,bf=2", "libopenh264,g=9999", "mpeg2video,bf=2"})
    void noFrameIsLostOrRepeated(String encoder, String option) {
        String[] setting = option.split("=");
        Path source = make("in.mkv", media -> media.stream("color=black:s=64x64:r=25:d=10,geq=lum='16+mod(N,50)*4':cb=128:cr=128"
                + ",format=yuv420p", encoder, Map.of(setting[0], setting[1], "b", "4000000"), stream -> { }));
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mp4", VideoCodec.H264));
        assertEquals(250, written.frames().size());
        for (int n = 0; n < 250; n++) {
            int expected = (int) Math.round((16 + n % 50 * 4 - 16) * 255 / 219.0);
            assertEquals(expected, written.frames().get(n).at(32, 32, 1), 3, "frame " + n);
        }
    }
}
