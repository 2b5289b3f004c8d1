/**
 * A whole run. {@link org.zvideo.video.request.StyleTransferRequest} says what is stylized, how, with what and
 * into which file; {@link org.zvideo.video.job.StyleTransferJob} runs it and tells a
 * {@link org.zvideo.video.job.JobListener}. In: a request. Out: the result with its sound and times, its {@code ReportFiles},
 * and on the way a work folder from which a stopped run resumes.
 *
 * <p>Whatever a request leaves open (threads, precision, kernels, preset) is decided once, in
 * {@link org.zvideo.video.request.ResolvedRequest}; only that is compared when a run resumes, and reported.
 *
 * <p>{@link org.zvideo.video.job.StyleTransferChain} fixes the order of the stages that a frame passes, and needs neither a
 * request nor a report.
 *
 * <p>Trap: all names of the outputs appear together at the end, or none does.
 */
package org.zvideo.video.job;
