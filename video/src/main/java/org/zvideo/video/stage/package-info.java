/**
 * The stages that a frame passes on its way from its source to its result. A {@link org.zvideo.video.stage.ShotFrame} carries
 * its number, its time and where its shot begins, so no stage counts frames.
 */
package org.zvideo.video.stage;
