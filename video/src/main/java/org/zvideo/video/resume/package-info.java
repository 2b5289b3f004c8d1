/**
 * Resuming after an interruption. A work folder beside the output holds what every finished frame became, and what the newest
 * frames leave for those to come; {@link org.zvideo.video.resume.ResumeStage} fills it and takes results from it.
 *
 * <p>Trap: a file counts only once its line is in the journal, and only while its hash is the one of that line.
 */
package org.zvideo.video.resume;
