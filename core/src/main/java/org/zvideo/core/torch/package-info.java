/**
 * The edge to LibTorch.
 *
 * <p>Who owns native memory: a {@link org.zvideo.core.torch.TensorScope} everything made while it is innermost, a
 * {@link org.zvideo.core.torch.TensorOwner} what it was told to keep. Where and in which format things are computed: one
 * {@link org.zvideo.core.torch.Placement}.
 *
 * <p>Traps: enums that come back from native calls need {@code intern()} before {@code ==}; a new thread starts with
 * gradients on; two builds of the natives in one process abort it.
 */
@NullMarked
package org.zvideo.core.torch;

import org.jspecify.annotations.NullMarked;
