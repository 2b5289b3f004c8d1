/**
 * The edge between Java and LibTorch.
 *
 * <p>A {@link org.zvideo.core.torch.TensorScope} owns the native memory of every tensor that is made while it is innermost. A
 * {@link org.zvideo.core.torch.TensorOwner} owns the tensors it was asked to keep. A {@link org.zvideo.core.torch.Placement}
 * holds the device and the number formats of the computation.
 *
 * <p>Traps: enums that come back from native calls need {@code intern()} before {@code ==}. A new thread starts with gradients
 * on. Two builds of the natives in one process abort it.
 */
@NullMarked
package org.zvideo.core.torch;

import org.jspecify.annotations.NullMarked;
