/**
 * Everything between the program and the terminal: output, progress, signals, standard input and output, and the exit
 * status of each outcome. Nothing here knows a command or an option group.
 */
package org.zvideo.cli.terminal;
