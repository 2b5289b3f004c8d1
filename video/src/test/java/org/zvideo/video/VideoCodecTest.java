package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: FFmpeg itself. */
class VideoCodecTest {
    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void thisFfmpegEncodesWhatIsListed(VideoCodec codec) {
        assertTrue(codec.available());
    }

    /** If this FFmpeg learns to encode HEVC on a CPU, the refusal of {@code --codec hevc} is wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"libx265", "libkvazaar", "libsvt_hevc"})
    void noEncoderOfHevcRunsOnACpu(String encoder) {
        assertNull(avcodec_find_encoder_by_name(encoder));
    }
}
