/**
 * A whole job: a video passes stages and filters into a file, with its report, and is kept in a work folder on the way. In: a
 * file, settings, a chain of stages ({@link org.zvideo.video.job.StyleTransferChain}) and filters. Out: the result and its
 * report. Trap: all names appear together at the end, or none does.
 */
package org.zvideo.video.job;
