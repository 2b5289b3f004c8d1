/**
 * Model files.
 *
 * <p>A {@link org.zvideo.core.weights.ModelContainer} is a diffusers folder or a single file. It provides configs and {@link
 * org.zvideo.core.weights.Weights} under diffusers' names, whatever their names in the file. A network reads its tensors
 * through a {@link org.zvideo.core.weights.WeightScope}, which checks each shape; {@code verify} then lists tensors that are
 * missing, have another shape or are left over.
 *
 * <p>Trap: a model file comes from a stranger. Nothing in it is executed, and no size is trusted before it has been compared
 * with the size of the file.
 */
package org.zvideo.core.weights;
