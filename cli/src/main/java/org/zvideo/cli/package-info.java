/**
 * The program {@code zvideo}. {@link org.zvideo.cli.Main} runs a command and turns every outcome into one line and an
 * exit status. Packages depend on each other in one direction: {@code command} → {@code option} → {@code terminal}.
 */
package org.zvideo.cli;
