/** What a job will cost: measured on two frames, then computed for any number of frames and steps. */
@NullMarked
package org.zvideo.video.plan;

import org.jspecify.annotations.NullMarked;
