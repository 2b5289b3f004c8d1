package org.zvideo.core;

import java.util.List;
import java.util.Optional;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;

/**
 * What the model makes of a frame, before {@link FrameCodec#finish} turns it into a picture of the frame's own size. It is
 * plain Java: it holds no native memory and may be kept as long as one likes.
 *
 * @param decoded   the stylized picture as the decoder gives it, cropped, neither clamped nor rounded, with the unedited
 *                  path merged in where masks leave something unstyled, in the size inside the model
 * @param roundTrip the frame encoded and decoded again without diffusion, D(E(s)), in the size of {@code decoded}; present
 *                  where {@link Part#ROUND_TRIP} was asked for
 * @param shares    for each style in their order, 0…1 for each pixel inside the model: how far it acts there; together at
 *                  most 1, less where masks leave something unstyled. Present where {@link Part#SHARES} was asked for;
 *                  empty also where there is one style and it acts everywhere
 */
public record ModelPicture(FloatImage decoded, Optional<FloatImage> roundTrip, List<FloatPlane> shares) {
    public ModelPicture {
        shares = List.copyOf(shares);
    }

    /** What is made on request, because it costs something. */
    public enum Part {
        /** One more run of the decoder. */
        ROUND_TRIP,
        /** Where each style acts. */
        SHARES
    }

    /**
     * The same in the 16-bit levels in which a work folder keeps it, clamped to −1…1. Whatever comes after the model works on
     * this one, so that a run that resumes makes the same bits.
     */
    public ModelPicture rounded() {
        return new ModelPicture(
                decoded.rounded(),
                roundTrip.map(FloatImage::rounded),
                shares.stream().map(FloatPlane::rounded).toList());
    }

    /** This picture with another one in place of the decoded one. */
    public ModelPicture with(FloatImage picture) {
        return new ModelPicture(picture, roundTrip, shares);
    }
}
