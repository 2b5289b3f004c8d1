/**
 * Files that were read: which they were, and what they held.
 *
 * <p>Trap: a name says little about a file. Links are turned to other files, and files are replaced while they are used; so a
 * {@link org.zvideo.core.file.ReadFile} is made when a file is opened, and its hash is refused once it is another one.
 */
@NullMarked
package org.zvideo.core.file;

import org.jspecify.annotations.NullMarked;
