/** The files that zvideo makes: how they are named, claimed, written and given their names, and when one is removed. */
@NullMarked
package org.zvideo.video.file;

import org.jspecify.annotations.NullMarked;
