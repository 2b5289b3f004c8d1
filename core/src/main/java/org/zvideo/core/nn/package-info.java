/**
 * The layers of which the networks are built.
 *
 * <p>They are small records over loaded weights: {@code load} reads the weights from a scope by field name, and {@code
 * forward} computes.
 */
package org.zvideo.core.nn;
