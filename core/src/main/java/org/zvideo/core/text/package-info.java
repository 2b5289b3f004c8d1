/**
 * CLIP's text model. It runs once for each model, to compute the embedding of the null prompt.
 */
@NullMarked
package org.zvideo.core.text;

import org.jspecify.annotations.NullMarked;
