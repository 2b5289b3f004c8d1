/** The files that zvideo creates: how they are named, claimed, written and renamed, and when they are removed. */
@NullMarked
package org.zvideo.video.file;

import org.jspecify.annotations.NullMarked;
