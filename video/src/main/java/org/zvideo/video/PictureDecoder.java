package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.Picture;
import org.zvideo.video.picture.StillImage;

/**
 * Reads each of a sequence of numbered pictures as a single picture is read: in sRGB, upright, flattened onto white, in every
 * kind of the formats that {@link StillImage} knows. FFmpeg only counts their time.
 */
final class PictureDecoder implements PacketDecoder {
    private static final byte OPAQUE = (byte) 255;

    private final Demuxer demuxer;
    private final boolean opacity;
    private final int width;
    private final int height;
    private Picture picture;
    private long pts;
    private long duration;
    private boolean transparent;
    private boolean ended;

    /**
     * Creates the decoder of a file that stands for numbered pictures.
     *
     * @param opacity whether to deliver the opacity of the pictures instead of the pictures: white is opaque
     */
    PictureDecoder(Demuxer demuxer, boolean opacity) {
        this.demuxer = demuxer;
        this.opacity = opacity;
        width = demuxer.video().codecpar().width();
        height = demuxer.video().codecpar().height();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public ColorTags colors() {
        return ColorTags.of(AVCOL_SPC_RGB, AVCOL_PRI_UNSPECIFIED, AVCOL_TRC_UNSPECIFIED, AVCOL_RANGE_JPEG, height);
    }

    @Override
    public Optional<String> send(AVPacket packet, long frames) {
        if (packet == null) {
            ended = true;
            return Optional.empty();
        }
        pts = packet.pts();
        duration = packet.duration();
        Path file = demuxer.picture(pts);
        try {
            picture = NumberedPicture.read(file);
        } catch (MediaException e) {
            if (!NumberedPicture.isDamage(e, file)) {
                throw new MediaException(e.kind(), "video " + demuxer + ": " + e.finding(), e);
            }
            return Optional.of(e.finding());
        }
        if (picture.image().width() != width || picture.image().height() != height) {
            throw demuxer.bad(file.getFileName() + " is "
                    + picture.image().width() + "x" + picture.image().height() + ", those before it are " + width + "x"
                    + height + "; make all of one size");
        }
        return Optional.empty();
    }

    @Override
    public int receive(AVFrame frame) {
        if (picture == null) {
            return ended ? AVERROR_EOF() : AVERROR_EAGAIN();
        }
        frame.format(AV_PIX_FMT_RGB24).width(width).height(height);
        demuxer.check(av_frame_get_buffer(frame, 0), "a picture");
        byte[] pixels = opacity ? shown(picture) : picture.image().pixels();
        BytePointer rows = frame.data(0);
        for (int y = 0; y < height; y++) {
            rows.position((long) y * frame.linesize(0)).put(pixels, 3 * width * y, 3 * width);
        }
        frame.colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
        frame.pts(pts).best_effort_timestamp(pts).duration(duration);
        transparent = picture.alpha().isPresent();
        picture = null;
        return 0;
    }

    /** The opacity as gray. */
    private static byte[] shown(Picture picture) {
        byte[] gray = new byte[picture.image().pixels().length];
        if (picture.alpha().isEmpty()) {
            Arrays.fill(gray, OPAQUE);
        } else {
            byte[] alpha = picture.alpha().get();
            for (int n = 0; n < gray.length; n++) {
                gray[n] = alpha[n / 3];
            }
        }
        return gray;
    }

    @Override
    public boolean transparent(AVFrame frame) {
        return transparent;
    }

    @Override
    public void reset() {
        picture = null;
        ended = false;
    }

    @Override
    public void close() {
        picture = null;
    }
}
