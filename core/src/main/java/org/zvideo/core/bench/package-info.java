/**
 * Measurements of what the model costs on this machine, beside what the machine can do. They take a model and sizes, and
 * return seconds, FLOPs and memory for each part.
 *
 * <p>Trap: numbers that were taken while anything else was running are worthless.
 */
@NullMarked
package org.zvideo.core.bench;

import org.jspecify.annotations.NullMarked;
