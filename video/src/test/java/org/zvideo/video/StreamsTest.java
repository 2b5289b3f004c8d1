package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_DVB_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SUBRIP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TTF;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/**
 * Sound, subtitles, chapters, fonts and covers are kept: rows 9 and 29 to 33 of the reliability cases. Oracle: the source, of
 * which the construction is known, read by the same FFmpeg.
 */
class StreamsTest extends MediaTest {
    private static final String TONE = "sine=f=440:d=2,aformat=fltp";

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
        Path source = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=96x64:r=25:d=2,format=yuv420p", "mpeg4").stream(
                        TONE, "aac", Map.of(), track("eng", AV_DISPOSITION_DEFAULT))
                        .stream(
                                TONE + ",aformat=fltp:channel_layouts=5.1(side),asetnsamples=1536",
                                "ac3",
                                Map.of(),
                                track("fre", 0))
                        .stream(
                                "sine=f=220:d=2:sample_rate=192000,aformat=s16,asetnsamples=16384",
                                "flac",
                                Map.of(),
                                track("ger", 0)));
        for (String name : List.of("out.mkv", "out.mp4")) {
            Path written = copy(source, name, VideoCodec.H264);
            // Tracks may be interleaved otherwise.
            assertTrue(Set.copyOf(TestMedia.read(source).packets())
                    .equals(Set.copyOf(TestMedia.read(written).packets())));
            assertEquals(List.of("aac eng 1", "ac3 fre 0", "flac ger 0"), tracks(written));
            assertEquals(layouts(source), layouts(written));
        }
    }

    /** Row 31. Oracle: every channel has a tone of its own, which it must still have. */
    @ParameterizedTest
    @CsvSource({"mono,1,mp4,webm", "stereo,2,mp4,webm", "5.1,6,mp4,webm", "5.1(side),6,mkv,webm", "stereo,2,mkv,mov"})
    void soundThatTheContainerCannotHoldIsReEncodedChannelByChannel(
            String layout, int channels, String from, String to) {
        StringBuilder tones = new StringBuilder();
        for (int n = 0; n < channels; n++) {
            tones.append(n == 0 ? "" : "|")
                    .append("0.3*sin(2*PI*")
                    .append(tone(layout, n))
                    .append("*t)");
        }
        // MOV takes no Opus; WebM takes nothing but Opus and Vorbis.
        String encoder = to.equals("mov") ? "libopus" : "aac";
        Path source = make(
                "in." + from,
                media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg4").stream(
                        "aevalsrc='" + tones + "':c=" + layout + ":s=48000:d=1,aformat="
                                + (encoder.equals("aac") ? "fltp" : "flt,asetnsamples=960"),
                        encoder,
                        Map.of("b", "384000"),
                        stream -> {}));
        Path written = folder.resolve("out." + to);
        FramePipeline.Result result =
                TestMedia.copy(source, written, Clip.WHOLE, to.equals("webm") ? VideoCodec.VP9 : VideoCodec.H264);
        assertEquals(1, result.changedStreams().size(), result.changedStreams().toString());
        float[][] sound = TestMedia.sound(written);
        assertEquals(channels, sound.length);
        assertEquals(48000, sound[0].length, 3000, "a second");
        for (int n = 0; n < channels; n++) {
            double own = power(sound[n], tone(layout, n));
            for (int other = 0; other < channels; other++) {
                assertTrue(
                        other == n || own > 20 * power(sound[n], tone(layout, other)),
                        "channel " + n + " of " + layout);
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
                    tracks.add(org.bytedeco
                                    .ffmpeg
                                    .global
                                    .avcodec
                                    .avcodec_get_name(stream.codecpar().codec_id())
                                    .getString()
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
                layouts.put(n, (int)
                        demuxer.format().streams(n).codecpar().ch_layout().u_mask());
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
        Path source = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=96x64:r=25:d=2,format=yuv420p", "mpeg4")
                        .texts(AV_CODEC_ID_SUBRIP, "eng", "Hello", "world")
                        .format(format -> {
                            attach(format, AV_CODEC_ID_TTF, "font.ttf", "application/x-truetype-font", new byte[100]);
                            attach(
                                    format,
                                    AV_CODEC_ID_PNG,
                                    "cover.png",
                                    "image/png",
                                    StillImage.encode(new RgbImage(200, 300), Path.of("cover.png")));
                            chapter(format);
                        }));
        Path written = copy(source, "out.mkv", VideoCodec.H264);
        try (Demuxer demuxer = Demuxer.open(written, ReadOptions.DEFAULT)) {
            assertEquals(96, demuxer.video().codecpar().width(), "the cover is not taken for the film");
            assertEquals(1, demuxer.format().nb_chapters());
            assertEquals("The middle", value(demuxer.format().chapters(0).metadata(), "title"));
            assertEquals(
                    0.5,
                    demuxer.format().chapters(0).start()
                            * Rational.of(demuxer.format().chapters(0).time_base())
                                    .value(),
                    1e-9);
        }
        assertEquals(
                tracks(source).stream().sorted().toList(),
                tracks(written).stream().sorted().toList());
        Path mp4 = folder.resolve("out.mp4");
        FramePipeline.Result result = TestMedia.copy(source, mp4, Clip.WHOLE, VideoCodec.H264);
        assertTrue(result.droppedStreams().toString().contains("ttf"), "told what is lost: " + result.droppedStreams());
        assertEquals(50, TestMedia.read(mp4).frames().size());
    }

    private static List<String> kinds(Path file) {
        return StreamInfo.of(file, ReadOptions.DEFAULT).stream()
                .map(StreamInfo::kind)
                .sorted()
                .toList();
    }

    /** A cover goes from one kind of file to another, whole or in part; where it cannot it is named. */
    @Test
    void coversGoBetweenContainers() {
        Path mkv = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg4")
                        .format(format -> attach(
                                format,
                                AV_CODEC_ID_PNG,
                                "cover.png",
                                "image/png",
                                StillImage.encode(new RgbImage(20, 30), Path.of("cover.png")))));
        Path mp4 = copy(mkv, "there.mp4", VideoCodec.H264);
        assertEquals(List.of("cover", "video"), kinds(mp4));
        assertEquals(List.of("cover", "video"), kinds(copy(mp4, "back.mkv", VideoCodec.H264)));
        Path part = folder.resolve("part.mp4");
        TestMedia.copy(mp4, part, Clip.of(0.2, 5L), VideoCodec.H264);
        assertEquals(List.of("cover", "video"), kinds(part));
        FramePipeline.Result mov = TestMedia.copy(mp4, folder.resolve("out.mov"), Clip.WHOLE, VideoCodec.H264);
        assertTrue(
                mov.droppedStreams().toString().contains("png"),
                mov.droppedStreams().toString());
    }

    /** Row 31, where FFmpeg says yes first and no at the end. */
    @ParameterizedTest
    @CsvSource({"pcm_s16le, avi, mp4", "pcm_u8, mkv, mov", "flac, mkv, mov", "flac, mkv, mp4"})
    void soundThatIsRefusedLateArrivesToo(String codec, String from, String to) {
        Path source = make(
                "in." + from,
                media -> media.stream("testsrc2=s=64x48:r=25:d=1,format=yuvj420p", "mjpeg").stream(
                        "sine=f=440:d=1,aformat=" + (codec.equals("pcm_u8") ? "u8,aresample=8000" : "s16")
                                + (codec.equals("flac") ? ",asetnsamples=4608" : ""),
                        codec));
        Path out = folder.resolve("out." + to);
        TestMedia.copy(source, out, Clip.WHOLE, VideoCodec.H264);
        assertEquals(List.of("audio", "video"), kinds(out));
    }

    /** A subtitle that is on the screen when a part begins is there from the beginning; chapters are named as lost. */
    @Test
    void partsHaveTheSubtitlesThatTheyShow() {
        Path source = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=96x64:r=25:d=2,format=yuv420p", "mpeg4")
                        .texts(AV_CODEC_ID_SUBRIP, "eng", "Hello", "world")
                        .format(StreamsTest::chapter));
        TestMedia.Contents whole = TestMedia.read(source);
        double shown = whole.packetTimes().get(0);
        TestMedia.Contents part = TestMedia.read(source, Clip.of(shown + 0.08, 3L));
        assertEquals(whole.packets().get(0), part.packets().get(0), "Hello is on the screen still");
        assertEquals(part.times().get(0), part.packetTimes().get(0), 0.001);
        FramePipeline.Result result =
                TestMedia.copy(source, folder.resolve("out.mkv"), Clip.of(0.2, 5L), VideoCodec.FFV1);
        assertTrue(
                result.droppedStreams().toString().contains("1 chapters"),
                result.droppedStreams().toString());
    }

    /** Subtitles that are pictures stay until the next one. Oracle: which of them is on the screen by their times. */
    @Test
    void partsHaveThePicturesThatTheyShow() {
        Path source = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=96x64:r=25:d=4,format=yuv420p", "mpeg4")
                        .texts(AV_CODEC_ID_DVB_SUBTITLE, "eng", "first", "second", "third")
                        .packets(packet -> packet.duration(packet.stream_index() == 1 ? 0 : packet.duration())));
        TestMedia.Contents whole = TestMedia.read(source);
        assertEquals(3, whole.packets().size());
        TestMedia.Contents part = TestMedia.read(source, Clip.of(1.2, 25L));
        assertEquals(whole.packets().subList(1, 3), part.packets(), "the second is shown, then comes the third");
        assertEquals(part.times().get(0), part.packetTimes().get(0), 0.001, "from the beginning");
        TestMedia.Contents end = TestMedia.read(source, Clip.of(2.2, 5L));
        assertEquals(whole.packets().subList(2, 3), end.packets(), "the third stays to the end");
    }

    /** Oracle: the arithmetic of SMPTE ST 12-1, in which drop-frame codes leave out two numbers a minute, but not in each tenth. */
    @ParameterizedTest
    @CsvSource({
        "mov, mov, 30000/1001, 01:00:59;20",
        "mov, mp4, 30000/1001, 01:00:59;20",
        "mov, mkv, 30000/1001, 01:08:59;27",
        "mov, mov, 30000/1001, 01:00:59:20",
        "mp4, mov, 25, 10:59:59:24",
        "mov, mkv, 24, 00:00:00:00",
        "mov, mov, 60000/1001, 00:09:59;55"
    })
    void aPartHasTheTimeCodeOfItsFirstFrame(String from, String to, String rate, String code) {
        String[] parts = rate.split("/");
        double frames = Integer.parseInt(parts[0]) / (parts.length == 1 ? 1.0 : Integer.parseInt(parts[1]));
        Path source = make(
                "in." + from,
                media -> media.format(format -> tag(format, code)).stream(
                        "testsrc2=s=64x48:r=" + rate + ":d=0.8,format=yuv420p", "mpeg4"));
        for (int skipped : new int[] {0, 1, 5, 7, 10}) {
            Path out = folder.resolve("out." + to);
            FramePipeline.Result result = TestMedia.copy(
                    source, out, Clip.of(skipped == 0 ? 0 : (skipped - 0.5) / frames, 3L), VideoCodec.H264);
            assertEquals(
                    moved(code, (int) Math.ceil(frames), skipped), timeCode(out), from + " to " + to + ", " + skipped);
            assertEquals(List.of(), result.droppedStreams(), from + " to " + to);
        }
    }

    private static void tag(AVFormatContext format, String code) {
        AVDictionary metadata = new AVDictionary(null);
        av_dict_set(metadata, "timecode", code, 0);
        format.metadata(metadata);
    }

    /** The code of another frame, by counting one by one. */
    private static String moved(String code, int rate, int frames) {
        int[] count =
                Arrays.stream(code.split("[:;]")).mapToInt(Integer::parseInt).toArray();
        boolean drop = code.contains(";");
        for (int n = 0; n < frames; n++) {
            count[3]++;
            for (int unit = 3; unit > 0 && count[unit] == (unit == 3 ? rate : 60); unit--) {
                count[unit] = 0;
                count[unit - 1]++;
            }
            if (drop && count[3] == 0 && count[2] == 0 && count[1] % 10 != 0) {
                count[3] = rate / 15;
            }
        }
        return String.format("%02d:%02d:%02d%s%02d", count[0], count[1], count[2], drop ? ";" : ":", count[3]);
    }

    /** Where a file keeps it: with its pictures, or as a whole. */
    private static String timeCode(Path file) {
        AVFormatContext format = new AVFormatContext(null);
        assertEquals(0, avformat_open_input(format, "file:" + file, null, null));
        avformat_find_stream_info(format, (PointerPointer<?>) null);
        AVDictionaryEntry code = av_dict_get(format.streams(0).metadata(), "timecode", null, 0);
        code = code == null || code.isNull() ? av_dict_get(format.metadata(), "timecode", null, 0) : code;
        String text = code == null || code.isNull() ? null : code.value().getString();
        avformat_close_input(format);
        return text;
    }

    private static void attach(AVFormatContext format, int codec, String name, String type, byte[] content) {
        AVStream stream = avformat_new_stream(format, null);
        BytePointer data = new BytePointer(av_mallocz(content.length + 64));
        data.put(content, 0, content.length);
        stream.codecpar()
                .codec_type(AVMEDIA_TYPE_ATTACHMENT)
                .codec_id(codec)
                .extradata(data)
                .extradata_size(content.length);
        AVDictionary metadata = new AVDictionary(null);
        av_dict_set(metadata, "filename", name, 0);
        av_dict_set(metadata, "mimetype", type, 0);
        stream.metadata(metadata);
    }

    static void chapter(AVFormatContext format) {
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
}
