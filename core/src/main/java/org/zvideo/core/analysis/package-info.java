/**
 * The analyses of the paper's Figs. 3 to 6, as numbers in plain Java.
 *
 * <p>{@link org.zvideo.core.analysis.Analysis} takes pictures and returns tables and small pictures. Drawing them is left to
 * the caller.
 */
@NullMarked
package org.zvideo.core.analysis;

import org.jspecify.annotations.NullMarked;
