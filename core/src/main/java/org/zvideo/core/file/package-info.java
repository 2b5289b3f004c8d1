/**
 * Files that were read: which files they were, and what they held.
 *
 * <p>Trap: a name says little about a file. Links can be pointed at other files, and files can be replaced while they are
 * used. So a {@link org.zvideo.core.file.ReadFile} is made when a file is opened, and its hash is refused if another file has
 * taken its place.
 */
@NullMarked
package org.zvideo.core.file;

import org.jspecify.annotations.NullMarked;
