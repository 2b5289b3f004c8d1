/**
 * Where shots begin: found in the frames, or listed in a file.
 *
 * <p>Trap: a cut is judged by the frame after it too, so whoever asks is a frame behind.
 */
@NullMarked
package org.zvideo.video.shot;

import org.jspecify.annotations.NullMarked;
