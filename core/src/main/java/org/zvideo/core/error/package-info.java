/**
 * The family of errors: what went wrong, of which kind it is, and what may help, as values that a program can act on.
 *
 * <p>All other packages may use this one; it uses none of them.
 */
@NullMarked
package org.zvideo.core.error;

import org.jspecify.annotations.NullMarked;
