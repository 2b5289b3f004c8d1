/**
 * Pictures for people: contact sheets, heat maps, curves, histograms and scatter plots.
 *
 * <p>Trap: text needs a font on the machine. {@link org.zvideo.video.plot.Drawing} fails with a one-line message if
 * there is none.
 */
@NullMarked
package org.zvideo.video.plot;

import org.jspecify.annotations.NullMarked;
