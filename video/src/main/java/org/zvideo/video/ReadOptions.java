package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;

import java.util.Set;
import java.util.TreeSet;

/**
 * How a source is read, and what is accepted. The list of decoders is short on purpose: among FFmpeg's 500 or so, the
 * old and rare ones are those through which hostile files get in.
 *
 * @param maxPixels the largest accepted number of pixels of a frame
 * @param moreDecoders additional decoders, by FFmpeg's names; one that this FFmpeg does not have is refused
 * @param allowDamaged whether to use what can be decoded of a damaged file
 * @param pictureRate pictures per second of a sequence of pictures
 * @param audioTracks the audio tracks to keep
 */
public record ReadOptions(
        long maxPixels, Set<String> moreDecoders, boolean allowDamaged, Rational pictureRate, AudioTracks audioTracks) {
    /** 8192×8192. */
    public static final long MAX_PIXELS = 8192L * 8192;
    /** The largest value that FFmpeg accepts. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private static final Rational USUAL_RATE = new Rational(25, 1);
    public static final ReadOptions DEFAULT = new ReadOptions(MAX_PIXELS, Set.of(), false);
    /** For files that zvideo wrote itself, of any size. */
    public static final ReadOptions TRUSTED = new ReadOptions(LARGEST, Set.of(), false);

    private static final Set<String> DECODERS = Set.of(
            // video
            "h264",
            "hevc",
            // not FFmpeg's own av1, which only drives hardware
            "libdav1d",
            "libaom-av1",
            "vp8",
            "vp9",
            "libvpx",
            "libvpx-vp9",
            "mpeg4",
            "mpeg2video",
            "mpeg1video",
            "mjpeg",
            "prores",
            "dnxhd",
            "ffv1",
            "huffyuv",
            "ffvhuff",
            "utvideo",
            "rawvideo",
            "v210",
            "v410",
            "qtrle",
            "png",
            "apng",
            "gif",
            "h263",
            "h263p",
            "flv",
            "msmpeg4",
            "msmpeg4v2",
            "wmv1",
            "wmv2",
            "wmv3",
            "vc1",
            "theora",
            "dvvideo",
            "libopenh264",
            "wrapped_avframe",
            // audio, whose parameters some containers leave to the decoder
            "aac",
            "aac_fixed",
            "aac_latm",
            "ac3",
            "ac3_fixed",
            "eac3",
            "dca",
            "truehd",
            "mlp",
            "mp1",
            "mp1float",
            "mp2",
            "mp2float",
            "mp3",
            "mp3float",
            "vorbis",
            "libvorbis",
            "opus",
            "libopus",
            "flac",
            "alac",
            "wmav1",
            "wmav2",
            "wmapro",
            "amrnb",
            "amrwb",
            "libopencore_amrnb",
            "libopencore_amrwb",
            "adpcm_ms",
            "adpcm_ima_wav",
            "adpcm_ima_qt",
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s24be",
            "pcm_s32le",
            "pcm_s32be",
            "pcm_f32le",
            "pcm_f32be",
            "pcm_f64le",
            "pcm_u8",
            "pcm_s8",
            "pcm_alaw",
            "pcm_mulaw",
            "pcm_bluray",
            "pcm_dvd",
            // subtitles
            "srt",
            "subrip",
            "ass",
            "ssa",
            "mov_text",
            "webvtt",
            "text",
            "dvbsub",
            "dvdsub",
            "pgssub");

    /** What FFmpeg may look for in numbered pictures, which are read without it: the shape of their pixels. */
    private static final Set<String> PICTURE_DECODERS = Set.of("png", "mjpeg");

    public ReadOptions {
        moreDecoders = Set.copyOf(moreDecoders);
        if (maxPixels < 1 || maxPixels > LARGEST) {
            throw new IllegalArgumentException("max pixels " + maxPixels + ": expected 1 to " + LARGEST);
        }
        for (String name : moreDecoders) {
            if (avcodec_find_decoder_by_name(name) == null) {
                throw new IllegalArgumentException("codecs " + name
                        + ": this FFmpeg has no such decoder; take the name from the line that refused the file");
            }
        }
    }

    public ReadOptions(long maxPixels, Set<String> moreDecoders, boolean allowDamaged) {
        this(maxPixels, moreDecoders, allowDamaged, USUAL_RATE);
    }

    public ReadOptions(long maxPixels, Set<String> moreDecoders, boolean allowDamaged, Rational pictureRate) {
        this(maxPixels, moreDecoders, allowDamaged, pictureRate, AudioTracks.ALL);
    }

    /** The same with another rate of numbered pictures. */
    public ReadOptions withPictureRate(Rational rate) {
        return new ReadOptions(maxPixels, moreDecoders, allowDamaged, rate, audioTracks);
    }

    /** The same with other audio tracks. */
    public ReadOptions withAudio(AudioTracks tracks) {
        return new ReadOptions(maxPixels, moreDecoders, allowDamaged, pictureRate, tracks);
    }

    /** Whether a decoder may be opened for a container. */
    boolean allows(String decoder) {
        return DECODERS.contains(decoder) || moreDecoders.contains(decoder);
    }

    /** Whether a decoder may be opened for numbered pictures. */
    boolean allowsForPictures(String decoder) {
        return PICTURE_DECODERS.contains(decoder) || moreDecoders.contains(decoder);
    }

    /** The allowed decoders in FFmpeg's syntax. */
    String decoders(boolean pictures) {
        Set<String> all = new TreeSet<>(pictures ? PICTURE_DECODERS : DECODERS);
        all.addAll(moreDecoders);
        return String.join(",", all);
    }
}
