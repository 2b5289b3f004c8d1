/**
 * Checks of containers: whether a file is as long, and holds as much, as it states. This package reads bytes only. It
 * decodes nothing and does not use FFmpeg.
 */
@NullMarked
package org.zvideo.video.container;

import org.jspecify.annotations.NullMarked;
