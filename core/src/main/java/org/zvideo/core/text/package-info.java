/**
 * CLIP's text model.
 *
 * <p>Runs once per model, for the null prompt.
 */
@NullMarked
package org.zvideo.core.text;

import org.jspecify.annotations.NullMarked;
