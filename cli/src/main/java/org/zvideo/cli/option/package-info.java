/**
 * Groups of options that several commands share, and the conversion of their values. Each group makes a value of
 * {@code video.job}; none of them does any work.
 */
package org.zvideo.cli.option;
