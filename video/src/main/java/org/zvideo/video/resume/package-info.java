/**
 * Going on after an interruption: a work folder beside the output holds what every finished frame became and what the
 * newest ones leave for those to come.
 *
 * <p>Trap: a file counts only once its line is in the journal, and only while its hash is the one of that line.
 */
package org.zvideo.video.resume;
