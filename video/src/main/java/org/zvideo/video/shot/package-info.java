/**
 * Shots: where they begin, and filters that have to know.
 *
 * <p>Trap: whatever remembers frames (keys and values, key frames of the propagation) must forget them at a cut.
 */
package org.zvideo.video.shot;
