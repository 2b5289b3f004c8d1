/**
 * What containers say of themselves: whether a file is as long, and holds as much, as it states. Reads bytes only and decodes
 * nothing; knows no FFmpeg.
 */
@NullMarked
package org.zvideo.video.container;

import org.jspecify.annotations.NullMarked;
