/**
 * The cost of work, computed in advance from the sizes alone.
 *
 * <p>The counts are the multiplications and additions of convolutions, linear layers and attention, two for each
 * multiply-accumulate. Normalization and activations are less than 1 % of them and are left out. The <em>unit</em> is one
 * unedited forward run of the U-Net at the same size.
 */
@NullMarked
package org.zvideo.core.cost;

import org.jspecify.annotations.NullMarked;
