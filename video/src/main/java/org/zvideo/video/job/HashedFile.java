package org.zvideo.video.job;

import org.zvideo.core.file.ReadFile;

/**
 * A file that was read, by its content. Two are the same where their hashes are: the name only tells people which it was.
 *
 * @param file   the file itself, without links
 * @param sha256 of what it held
 */
public record HashedFile(String file, String sha256) {
    /** Reads all of it, unless its hash is kept. */
    public static HashedFile of(ReadFile read, KeptHashes hashes) {
        return new HashedFile(read.path().toString(), hashes.sha256(read));
    }
}
