/**
 * Stylizes videos on a cluster of Apache Spark: the command {@code zvideo-spark}. The driver plans a video as
 * {@link org.zvideo.video.job.ShotPlanning} does, gives each unit to Spark as a job of its own, notes what is done, and joins the
 * finished shots. What a shot is, how it is computed and what its files look like is known to {@code org.zvideo.video} alone.
 *
 * <p>Orders and results travel as JSON text: no type of zvideo is serialized by Java. Of Spark only what has been there since
 * version 3 is used, so that the jar runs with the Spark that a cluster has.
 *
 * <p>Trap: tasks run on any thread of a pool, but a model belongs to one thread; see {@link org.zvideo.cluster.ModelSlot}.
 */
package org.zvideo.cluster;
