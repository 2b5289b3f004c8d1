/** Errors about files and media: one line each that says what, where, why and what to do. */
@NullMarked
package org.zvideo.video.error;

import org.jspecify.annotations.NullMarked;
