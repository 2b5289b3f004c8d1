/**
 * Tables of the paper on pictures and clips of one's own.
 *
 * <p>{@link org.zvideo.video.study.PaperTables} names the rows, {@link org.zvideo.video.study.Study} makes one at a time,
 * {@link org.zvideo.video.study.StudyFolder} keeps each as soon as it is done, {@link org.zvideo.video.study.StudyTable}
 * writes the tables from what there is.
 */
package org.zvideo.video.study;
