/**
 * The program {@code zvideo}: {@link org.zvideo.cli.Main} runs a command and turns every outcome into one line and an exit
 * status. Arrows go {@code command} → {@code option} → {@code terminal}.
 */
package org.zvideo.cli;
