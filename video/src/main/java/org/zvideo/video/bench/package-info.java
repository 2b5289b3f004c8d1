/**
 * Benchmarks of whole jobs: what reading, measuring and encoding cost beside the model. In: a clip and a filter. Out: seconds
 * of the job and of its frames alone, measured in the same run.
 */
package org.zvideo.video.bench;
