/**
 * Layers.
 *
 * <p>Small records over loaded weights. {@code load} reads them from a scope by field name, {@code forward} computes.
 */
package org.zvideo.core.nn;
