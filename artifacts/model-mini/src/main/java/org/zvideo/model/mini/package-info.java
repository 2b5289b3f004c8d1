/** The small model as a jar, for programs that want to bring no files along. */
@NullMarked
package org.zvideo.model.mini;

import org.jspecify.annotations.NullMarked;
