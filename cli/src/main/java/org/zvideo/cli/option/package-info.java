/**
 * Groups of options that several commands share, and the conversion of their values. Each group produces a value of
 * {@code video.request}; none of them does any work.
 */
package org.zvideo.cli.option;
