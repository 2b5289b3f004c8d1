/**
 * What is asked of a run, as immutable values: {@link org.zvideo.video.request.StyleTransferRequest} and its parts, their JSON
 * form ({@link org.zvideo.video.request.RequestJson}), and {@link org.zvideo.video.request.ResolvedRequest}, in which nothing is
 * left open. {@code video.job} runs them.
 *
 * <p>Trap: what a request leaves open is decided on the machine where it runs. Threads, precision and kernels change the last
 * bits of a result, so other machines are sent a resolved request.
 */
package org.zvideo.video.request;
