package org.zvideo.video.picture;

import java.util.Optional;

/**
 * What a picture file states about its pixels.
 *
 * @param profile an ICC profile, as stored
 * @param orientation the turn that makes the stored picture upright
 */
record PictureMetadata(Optional<byte[]> profile, Orientation orientation) {
    static final PictureMetadata NONE = new PictureMetadata(Optional.empty(), Orientation.UPRIGHT);
    /** Larger profiles are ignored. */
    static final int LARGEST_PROFILE = 4 << 20;

    PictureMetadata withProfile(byte[] data) {
        return new PictureMetadata(Optional.of(data), orientation);
    }

    PictureMetadata withOrientation(Orientation other) {
        return new PictureMetadata(profile, other);
    }
}
