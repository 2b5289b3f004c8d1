package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVStereo3D;
import org.bytedeco.javacpp.BytePointer;

/**
 * Side data that FFmpeg delivers with the pictures of a video. Every type is in one of two kinds of lists, depending on
 * what becomes of it: used (it is applied here or by the decoder, or it does not concern what is seen) or lost, which
 * is reported. A type that is in no list counts as lost.
 */
final class SideData {
    /** Stream side data that is applied: palettes, changed parameters, alpha of VP8 and VP9, turns and cropping. */
    static final Set<Integer> STREAM_APPLIED = Set.of(
            AV_PKT_DATA_PALETTE,
            AV_PKT_DATA_NEW_EXTRADATA,
            AV_PKT_DATA_PARAM_CHANGE,
            AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL,
            AV_PKT_DATA_DISPLAYMATRIX,
            AV_PKT_DATA_FRAME_CROPPING);
    /**
     * Stream side data that does not concern the picture: bookkeeping of encoders and containers, and data for audio
     * and subtitles.
     */
    static final Set<Integer> STREAM_UNSEEN = Set.of(
            AV_PKT_DATA_H263_MB_INFO,
            AV_PKT_DATA_REPLAYGAIN,
            AV_PKT_DATA_AUDIO_SERVICE_TYPE,
            AV_PKT_DATA_QUALITY_STATS,
            AV_PKT_DATA_FALLBACK_TRACK,
            AV_PKT_DATA_CPB_PROPERTIES,
            AV_PKT_DATA_SKIP_SAMPLES,
            AV_PKT_DATA_JP_DUALMONO,
            AV_PKT_DATA_STRINGS_METADATA,
            AV_PKT_DATA_SUBTITLE_POSITION,
            AV_PKT_DATA_WEBVTT_IDENTIFIER,
            AV_PKT_DATA_WEBVTT_SETTINGS,
            AV_PKT_DATA_METADATA_UPDATE,
            AV_PKT_DATA_MPEGTS_STREAM_ID,
            AV_PKT_DATA_PRFT,
            AV_PKT_DATA_IAMF_MIX_GAIN_PARAM,
            AV_PKT_DATA_IAMF_DEMIXING_INFO_PARAM,
            AV_PKT_DATA_IAMF_RECON_GAIN_INFO_PARAM,
            AV_PKT_DATA_RTCP_SR);
    /** Stream side data that is lost. */
    static final Set<Integer> STREAM_LOST = Set.of(
            AV_PKT_DATA_STEREO3D,
            AV_PKT_DATA_MASTERING_DISPLAY_METADATA,
            AV_PKT_DATA_SPHERICAL,
            AV_PKT_DATA_CONTENT_LIGHT_LEVEL,
            AV_PKT_DATA_A53_CC,
            AV_PKT_DATA_ENCRYPTION_INIT_INFO,
            AV_PKT_DATA_ENCRYPTION_INFO,
            AV_PKT_DATA_AFD,
            AV_PKT_DATA_ICC_PROFILE,
            AV_PKT_DATA_DOVI_CONF,
            AV_PKT_DATA_S12M_TIMECODE,
            AV_PKT_DATA_DYNAMIC_HDR10_PLUS,
            AV_PKT_DATA_AMBIENT_VIEWING_ENVIRONMENT,
            AV_PKT_DATA_LCEVC,
            AV_PKT_DATA_3D_REFERENCE_DISPLAYS);
    /** Frame side data that is applied: turns, and film grain by the decoders. */
    static final Set<Integer> FRAME_APPLIED = Set.of(AV_FRAME_DATA_DISPLAYMATRIX, AV_FRAME_DATA_FILM_GRAIN_PARAMS);
    /** Frame side data that does not concern the picture: notes of coders, and data for audio. */
    static final Set<Integer> FRAME_UNSEEN = Set.of(
            AV_FRAME_DATA_MATRIXENCODING,
            AV_FRAME_DATA_DOWNMIX_INFO,
            AV_FRAME_DATA_REPLAYGAIN,
            AV_FRAME_DATA_MOTION_VECTORS,
            AV_FRAME_DATA_SKIP_SAMPLES,
            AV_FRAME_DATA_AUDIO_SERVICE_TYPE,
            AV_FRAME_DATA_GOP_TIMECODE,
            AV_FRAME_DATA_VIDEO_ENC_PARAMS,
            AV_FRAME_DATA_SEI_UNREGISTERED,
            AV_FRAME_DATA_VIDEO_HINT);
    /** Frame side data that is lost. */
    static final Set<Integer> FRAME_LOST = Set.of(
            AV_FRAME_DATA_PANSCAN,
            AV_FRAME_DATA_A53_CC,
            AV_FRAME_DATA_STEREO3D,
            AV_FRAME_DATA_AFD,
            AV_FRAME_DATA_MASTERING_DISPLAY_METADATA,
            AV_FRAME_DATA_SPHERICAL,
            AV_FRAME_DATA_CONTENT_LIGHT_LEVEL,
            AV_FRAME_DATA_ICC_PROFILE,
            AV_FRAME_DATA_S12M_TIMECODE,
            AV_FRAME_DATA_DYNAMIC_HDR_PLUS,
            AV_FRAME_DATA_REGIONS_OF_INTEREST,
            AV_FRAME_DATA_DETECTION_BBOXES,
            AV_FRAME_DATA_DOVI_RPU_BUFFER,
            AV_FRAME_DATA_DOVI_METADATA,
            AV_FRAME_DATA_DYNAMIC_HDR_VIVID,
            AV_FRAME_DATA_AMBIENT_VIEWING_ENVIRONMENT,
            AV_FRAME_DATA_LCEVC,
            AV_FRAME_DATA_VIEW_ID,
            AV_FRAME_DATA_3D_REFERENCE_DISPLAYS);

    /** Profiles whose base layer may be in Dolby's own colors, as it is if it is compatible with nothing. */
    private static final Set<Integer> OWN_COLORS = Set.of(5, 10, 20);
    /** The size in bytes of FFmpeg's AVDOVIDecoderConfigurationRecord, for which there is no class here. */
    private static final int DOLBY_VISION_PROFILE = 2;

    private static final int DOLBY_VISION_BASE = 7;

    private final Set<String> lost = new TreeSet<>();

    /** Examines side data of a whole stream. */
    SideData(AVCodecParameters parameters) {
        for (int n = 0; n < parameters.nb_coded_side_data(); n++) {
            AVPacketSideData data = parameters.coded_side_data().getPointer(n);
            if (!STREAM_APPLIED.contains(data.type())
                    && !STREAM_UNSEEN.contains(data.type())
                    && !(data.type() == AV_PKT_DATA_STEREO3D && flat(data.data()))) {
                lost(av_packet_side_data_name(data.type()), data.type());
            }
        }
    }

    /** Examines side data of a frame. */
    void see(AVFrame frame) {
        for (int n = 0; n < frame.nb_side_data(); n++) {
            AVFrameSideData data = frame.side_data(n);
            if (!FRAME_APPLIED.contains(data.type())
                    && !FRAME_UNSEEN.contains(data.type())
                    && !(data.type() == AV_FRAME_DATA_STEREO3D && flat(data.data()))) {
                lost(av_frame_side_data_name(data.type()), data.type());
            }
        }
    }

    private static boolean flat(BytePointer stereo) {
        return new AVStereo3D(stereo).type() == AV_STEREO3D_2D;
    }

    private void lost(BytePointer name, int type) {
        lost.add(name == null ? "side data of type " + type : name.getString());
    }

    /** What is missing from the result, one note each. */
    Stream<String> notes() {
        return lost.stream().map(name -> "not in the result: " + name);
    }

    /** The reason why pictures are useless without their side data, or empty if they are not. */
    static Optional<String> refusal(AVCodecParameters parameters) {
        return of(parameters, AV_PKT_DATA_DOVI_CONF, DOLBY_VISION_BASE + 1)
                .filter(record -> OWN_COLORS.contains((int) record.get(DOLBY_VISION_PROFILE))
                        && record.get(DOLBY_VISION_BASE) == 0)
                .map(record -> "Dolby Vision profile " + record.get(DOLBY_VISION_PROFILE)
                        + " has colors that only Dolby's decoders know; convert it to HDR10 or BT.709");
    }

    /** A stream's side data of one type. */
    static Optional<BytePointer> of(AVCodecParameters parameters, int type, long bytes) {
        AVPacketSideData data = parameters.nb_coded_side_data() == 0
                ? null
                : av_packet_side_data_get(parameters.coded_side_data(), parameters.nb_coded_side_data(), type);
        return data == null || data.isNull() || data.size() < bytes ? Optional.empty() : Optional.of(data.data());
    }

    /** The rotation that a frame asks for. */
    static Optional<DisplayRotation> rotation(AVFrame frame) {
        AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
        return data == null || data.isNull() || data.size() < DisplayRotation.BYTES
                ? Optional.empty()
                : Optional.of(DisplayRotation.of(data.data()));
    }
}
