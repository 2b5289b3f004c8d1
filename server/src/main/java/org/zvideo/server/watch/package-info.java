/** A folder whose new files become jobs. */
@NullMarked
package org.zvideo.server.watch;

import org.jspecify.annotations.NullMarked;
