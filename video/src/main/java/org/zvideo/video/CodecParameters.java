package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/** What a container states about the coding of a stream. */
final class CodecParameters {
    private CodecParameters() {}

    /**
     * Copies the parameters of a stream for another container, which has tags of its own and needs a channel layout.
     *
     * @return a negative error code of FFmpeg, or 0
     */
    static int copy(AVCodecParameters from, AVCodecParameters to) {
        int code = avcodec_parameters_copy(to, from);
        to.codec_tag(0);
        if (to.ch_layout().order() == AV_CHANNEL_ORDER_UNSPEC && to.ch_layout().nb_channels() > 0) {
            av_channel_layout_default(to.ch_layout(), to.ch_layout().nb_channels());
        }
        return code;
    }
}
