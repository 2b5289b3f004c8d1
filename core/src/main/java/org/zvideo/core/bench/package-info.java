/**
 * Measures what the model costs on this machine, beside what the machine can do. In: a model and sizes. Out: seconds, FLOPs
 * and memory of each part. Trap: numbers taken while anything else runs are worth nothing.
 */
@NullMarked
package org.zvideo.core.bench;

import org.jspecify.annotations.NullMarked;
