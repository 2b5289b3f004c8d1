/**
 * Model files.
 *
 * <p>A {@link org.zvideo.core.weights.ModelContainer} is a diffusers folder or a single file; it gives configs and
 * {@link org.zvideo.core.weights.Weights} under diffusers' names, whatever they are stored as. A network reads its tensors
 * through a {@link org.zvideo.core.weights.WeightScope}, shape by shape; {@code verify} then lists what was missing,
 * mis-shaped or left over.
 *
 * <p>Trap: a model file comes from a stranger. Nothing in it is executed, and no size is believed before it has been
 * compared with the file's.
 */
package org.zvideo.core.weights;
