package org.zvideo.video.picture;

import java.util.Optional;

/**
 * What a picture file says of its pixels beside them.
 *
 * @param profile     an ICC profile, as stored
 * @param orientation how the stored picture has to be turned
 */
record PictureMetadata(Optional<byte[]> profile, Orientation orientation) {
    static final PictureMetadata NONE = new PictureMetadata(Optional.empty(), Orientation.UPRIGHT);
    /** A profile that is larger is none. */
    static final int LARGEST_PROFILE = 4 << 20;

    PictureMetadata withProfile(byte[] data) {
        return new PictureMetadata(Optional.of(data), orientation);
    }

    PictureMetadata withOrientation(Orientation other) {
        return new PictureMetadata(profile, other);
    }
}
