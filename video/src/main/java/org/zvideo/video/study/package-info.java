/**
 * Tables of the paper on pictures and clips of one's own.
 *
 * <p>{@link org.zvideo.video.study.PaperTables} names the rows, {@link org.zvideo.video.study.Study} makes one at a time,
 * {@link org.zvideo.video.study.StudyFolder} keeps each as soon as it is done and writes the tables from what it has.
 */
package org.zvideo.video.study;
