/**
 * The commands, one class each: their options and what they print. {@link org.zvideo.cli.command.Commands} lists them.
 * Work that a Java program may want as well is in {@code video} and {@code core}.
 */
package org.zvideo.cli.command;
