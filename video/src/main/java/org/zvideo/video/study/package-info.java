/**
 * The paper's tables, computed on your own pictures and clips.
 *
 * <p>{@link org.zvideo.video.study.PaperTables} lists the rows, {@link org.zvideo.video.study.Study} computes one at a
 * time, {@link org.zvideo.video.study.StudyFolder} stores each as soon as it is finished, and {@link
 * org.zvideo.video.study.StudyTable} writes the tables from what is stored.
 */
package org.zvideo.video.study;
