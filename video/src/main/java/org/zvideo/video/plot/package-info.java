/**
 * Pictures for people: contact sheets, heat maps, curves, histograms, scatter plots.
 *
 * <p>Trap: drawing text needs a font on the machine; {@link org.zvideo.video.plot.Drawing} says so in one line where
 * there is none.
 */
@NullMarked
package org.zvideo.video.plot;

import org.jspecify.annotations.NullMarked;
