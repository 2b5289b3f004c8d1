/**
 * CLIP's text model.
 *
 * <p>Runs once per model, for the null prompt.
 */
package org.zvideo.core.text;
