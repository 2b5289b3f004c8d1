/** What goes wrong with files and media, in one line that says what, where, why and what to do. */
@NullMarked
package org.zvideo.video.error;

import org.jspecify.annotations.NullMarked;
