/**
 * What a job will cost: measured on two frames, then reckoned for any number of frames and steps; and what a job loses to
 * the frames alone.
 */
@NullMarked
package org.zvideo.video.plan;

import org.jspecify.annotations.NullMarked;
