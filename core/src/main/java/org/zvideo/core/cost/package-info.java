/**
 * What work costs, known beforehand from the sizes alone.
 *
 * <p>Counted are the multiplications and additions of convolutions, linear layers and attention, 2 per
 * multiply-accumulate; normalization and activations, under 1 % of them, are not. The <em>unit</em> is one unedited
 * forward run of the U-Net at the same size.
 */
@NullMarked
package org.zvideo.core.cost;

import org.jspecify.annotations.NullMarked;
