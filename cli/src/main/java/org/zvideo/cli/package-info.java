/**
 * The command.
 *
 * <p>{@link org.zvideo.cli.Main} runs {@code zvideo} and turns every outcome into one line and an exit status. Results go
 * to standard output, everything else to standard error.
 */
package org.zvideo.cli;
