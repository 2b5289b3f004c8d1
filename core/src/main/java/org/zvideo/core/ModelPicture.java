package org.zvideo.core;

import java.util.Optional;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;

/**
 * What the model makes of a frame, before {@link FrameCodec#finish} turns it into a picture of the frame's own size. It is
 * plain Java: it holds no native memory and may be kept as long as one likes.
 *
 * @param size      the sizes that the frame has on its way through the model
 * @param decoded   the stylized picture as the decoder gives it, cropped, neither clamped nor rounded, with the unedited
 *                  path merged in where masks leave something unstyled. It has the size inside the model. Only a picture
 *                  that the model computes on another device than the CPU, or in float64, has the source's size already: it
 *                  is enlarged there, before it is copied to float32
 * @param roundTrip the frame encoded and decoded again without diffusion, D(E(s)), in the size of {@code decoded}; present
 *                  where {@link Part#ROUND_TRIP} was asked for
 * @param covered   0…1 for each pixel inside the model: how far any style acts there. Present where {@link Part#COVERED} was
 *                  asked for and masks leave something unstyled; without it styles act everywhere
 */
public record ModelPicture(
        FrameGeometry size, FloatImage decoded, Optional<FloatImage> roundTrip, Optional<FloatPlane> covered) {
    /** What is made on request, because it costs something. */
    public enum Part {
        /** One more run of the decoder. */
        ROUND_TRIP,
        /** The masks in the size of the picture. */
        COVERED
    }

    /** This picture with another one in place of the decoded one, in the size inside the model or in the source's. */
    public ModelPicture with(FloatImage picture) {
        return new ModelPicture(size, picture, roundTrip, covered);
    }
}
