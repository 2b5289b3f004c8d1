/**
 * The commands, a class each: what they may be told, and what they print. {@link org.zvideo.cli.command.Commands} lists them.
 * Work that a Java program could want as well is in {@code video} and {@code core}.
 */
package org.zvideo.cli.command;
