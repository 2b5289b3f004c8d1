/** What a job will cost: measured on two frames, then computed for any number of frames and steps. */
package org.zvideo.video.plan;
