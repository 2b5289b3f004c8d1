package org.zvideo.video;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.image.RgbImage;

/** Clips for tests: the shipped one, and YUV4MPEG files written byte by byte from a formula. */
public final class TestMedia {
    public static final Path TESTDATA = Path.of(System.getProperty("zvideo.testdata"));
    public static final Path BUNNY = TESTDATA.resolve("clips/bunny.mp4");

    private TestMedia() {}

    /** Planes 4:4:4 that move; the rate is a fraction like 30000:1001. */
    public static Path y4m(Path file, int width, int height, int frames, String rate) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("YUV4MPEG2 W" + width + " H" + height + " F" + rate + " Ip A1:1 C444\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (int frame = 0; frame < frames; frame++) {
            out.writeBytes("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            for (int plane = 0; plane < 3; plane++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        double wave = Math.sin((x + 3.0 * frame) / 13 + plane) + Math.cos((y - frame) / 17.0 + plane);
                        out.write((int) Math.round(126 + (plane == 0 ? 45 : 20) * wave));
                    }
                }
            }
        }
        return Files.write(file, out.toByteArray());
    }

    /** A filter that changes nothing: what comes out is what was encoded and muxed. */
    public static final class Identity extends FrameFilter {
        private Frame frame;

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public void push(Frame pushed) {
            frame = pushed == null ? null : RgbFrames.toFrame(RgbFrames.toImage(pushed), pushed.timestamp);
        }

        @Override
        public Frame pull() {
            Frame pulled = frame;
            frame = null;
            return pulled;
        }

        @Override
        public void release() {}
    }

    /** All that a reader yields. */
    public record Contents(
            MediaInfo info,
            List<RgbImage> frames,
            List<Double> times,
            List<List<Byte>> packets,
            List<Double> packetTimes) {}

    public static Contents read(Path file, Clip clip) {
        List<RgbImage> frames = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        List<List<Byte>> packets = new ArrayList<>();
        List<Double> packetTimes = new ArrayList<>();
        try (VideoReader reader = VideoReader.open(file, clip, ReadOptions.DEFAULT)) {
            for (Optional<MediaItem> item = reader.next(); item.isPresent(); item = reader.next()) {
                if (item.get() instanceof VideoFrame frame) {
                    try (frame) {
                        frames.add(RgbFrames.toImage(frame.image()));
                        times.add(frame.pts() * reader.info().timeBase().value());
                    }
                } else if (item.get() instanceof StreamPacket packet) {
                    try (packet) {
                        packets.add(bytes(packet.packet()));
                        packetTimes.add(packet.packet().pts()
                                * Rational.of(reader.format()
                                                .streams(packet.stream())
                                                .time_base())
                                        .value());
                    }
                }
            }
            return new Contents(reader.info(), frames, times, packets, packetTimes);
        }
    }

    private static List<Byte> bytes(AVPacket packet) {
        List<Byte> bytes = new ArrayList<>();
        for (int n = 0; n < packet.size(); n++) {
            bytes.add(packet.data().get(n));
        }
        return bytes;
    }

    /** The first sound track, decoded: a row of samples per channel. */
    public static float[][] sound(Path file) {
        List<List<Float>> channels = new ArrayList<>();
        try (Demuxer demuxer = Demuxer.open(file, ReadOptions.DEFAULT)) {
            AVStream stream = null;
            for (int n = 0; n < demuxer.format().nb_streams(); n++) {
                stream = demuxer.format().streams(n).codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO
                        ? demuxer.format().streams(n)
                        : stream;
            }
            AVCodecContext decoder = avcodec.avcodec_alloc_context3(
                    avcodec.avcodec_find_decoder(stream.codecpar().codec_id()));
            avcodec.avcodec_parameters_to_context(decoder, stream.codecpar());
            avcodec.avcodec_open2(decoder, decoder.codec(), (PointerPointer<?>) null);
            AVFrame frame = avutil.av_frame_alloc();
            AVPacket packet = avcodec.av_packet_alloc();
            boolean more = true;
            while (more) {
                more = avformat.av_read_frame(demuxer.format(), packet) >= 0;
                if (!more || packet.stream_index() == stream.index()) {
                    avcodec.avcodec_send_packet(decoder, more ? packet : null);
                    while (avcodec.avcodec_receive_frame(decoder, frame) >= 0) {
                        append(channels, frame);
                    }
                }
                avcodec.av_packet_unref(packet);
            }
            avutil.av_frame_free(frame);
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(decoder);
        }
        float[][] sound = new float[channels.size()][];
        for (int n = 0; n < sound.length; n++) {
            sound[n] = new float[channels.get(n).size()];
            for (int at = 0; at < sound[n].length; at++) {
                sound[n][at] = channels.get(n).get(at);
            }
        }
        return sound;
    }

    private static void append(List<List<Float>> channels, AVFrame frame) {
        int count = frame.ch_layout().nb_channels();
        while (channels.size() < count) {
            channels.add(new ArrayList<>());
        }
        boolean planar = frame.format() == avutil.AV_SAMPLE_FMT_FLTP;
        if (!planar && frame.format() != avutil.AV_SAMPLE_FMT_FLT) {
            throw new AssertionError("samples of format " + frame.format());
        }
        for (int channel = 0; channel < count; channel++) {
            FloatPointer samples = new FloatPointer(frame.extended_data(planar ? channel : 0));
            for (int n = 0; n < frame.nb_samples(); n++) {
                channels.get(channel).add(samples.get(planar ? n : (long) n * count + channel));
            }
        }
    }

    public static Contents read(Path file) {
        return read(file, Clip.WHOLE);
    }

    /** Runs a clip through the identity. */
    public static FramePipeline.Result copy(Path from, Path to, Clip clip, VideoCodec codec) {
        return copy(from, to, clip, ReadOptions.DEFAULT, codec);
    }

    public static FramePipeline.Result copy(Path from, Path to, Clip clip, ReadOptions limits, VideoCodec codec) {
        return new FramePipeline(List.of(new Identity()))
                .run(
                        from,
                        clip,
                        limits,
                        to,
                        to.getFileName().toString(),
                        new EncoderSettings(codec, codec.defaultQuality()),
                        new FramePipeline.Listener() {});
    }

    public static Clip part(double from, long frames) {
        return Clip.of(from, frames);
    }

    /** Peak signal-to-noise ratio in dB of 8-bit pictures. */
    public static double psnr(RgbImage a, RgbImage b) {
        double squares = 0;
        for (int n = 0; n < a.pixels().length; n++) {
            double difference = (a.pixels()[n] & 0xff) - (b.pixels()[n] & 0xff);
            squares += difference * difference;
        }
        return squares == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(255 * 255 / (squares / a.pixels().length));
    }
}
