/**
 * A whole job: a video through filters into a file, with its report, kept in a work folder on the way. In: a file, settings,
 * filters. Out: the result and its {@code ReportFiles}. Trap: all names appear together at the end, or none does.
 */
package org.zvideo.video.job;
