/**
 * What the paper's Figs. 3–6 show, as numbers in plain Java.
 *
 * <p>Pictures come in, tables and small pictures leave; {@link org.zvideo.core.analysis.Analysis} is the way in. Drawing
 * is somebody else's.
 */
@NullMarked
package org.zvideo.core.analysis;

import org.jspecify.annotations.NullMarked;
