/**
 * Where shots begin: found in the frames ({@link org.zvideo.video.shot.ShotDetector}), or listed in a file ({@link
 * org.zvideo.video.shot.ListedCuts}).
 *
 * <p>Trap: a cut is judged by the frame after it too, so whoever asks is one frame behind.
 */
@NullMarked
package org.zvideo.video.shot;

import org.jspecify.annotations.NullMarked;
