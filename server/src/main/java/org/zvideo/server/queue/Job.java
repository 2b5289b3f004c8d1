package org.zvideo.server.queue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * A request in the queue. Immutable; the queue keeps the newest.
 *
 * @param id       of 128 bits
 * @param request  what is asked for, with files as they are on this machine
 * @param adjusted the method with the look that is being made; empty if none is
 * @param created  when it came
 * @param attempts starts since the last frame that was finished: of a job that ends the program they add up
 * @param frames   that are kept
 * @param total    frames of the whole; 0 if nobody knows yet
 * @param kept     bytes of the frames that are kept
 * @param outcome  of the last run that came to an end
 * @param note     what went wrong besides, such as an adjustment; empty if nothing did
 */
public record Job(
        String id,
        JobState state,
        StyleTransferRequest request,
        Optional<MethodRequest> adjusted,
        Instant created,
        int attempts,
        long frames,
        long total,
        long kept,
        Optional<Outcome> outcome,
        String note) {
    /** A new one. */
    static Job of(String id, StyleTransferRequest request) {
        return new Job(id, JobState.QUEUED, request, Optional.empty(), Instant.now(), 0, 0, 0, 0, Optional.empty(), "");
    }

    /** The file of the result. */
    public Path output() {
        return request.target().file();
    }

    Job in(JobState other) {
        return new Job(id, other, request, adjusted, created, attempts, frames, total, kept, outcome, note);
    }

    Job attempted(int times) {
        return new Job(id, state, request, adjusted, created, times, frames, total, kept, outcome, note);
    }

    /** The same with this many frames done. */
    Job counting(long done, long of, long bytes) {
        return new Job(id, state, request, adjusted, created, attempts, done, of, bytes, outcome, note);
    }

    /** The same after a run that came to an end. */
    Job ended(JobState other, Outcome how) {
        return new Job(id, other, request, Optional.empty(), created, 0, frames, total, kept, Optional.of(how), "");
    }

    /** The same with a look that is to be made. */
    Job adjusting(MethodRequest look) {
        return new Job(
                id,
                JobState.ADJUSTING,
                request,
                Optional.of(look),
                created,
                attempts,
                frames,
                total,
                kept,
                outcome,
                "");
    }

    /** The same when the look is made. */
    Job adjusted(StyleTransferRequest made, Outcome how) {
        return new Job(
                id,
                JobState.DONE,
                made,
                Optional.empty(),
                created,
                attempts,
                frames,
                total,
                kept,
                Optional.of(how),
                "");
    }

    /** The same when the look is not to be made any more. */
    Job notAdjusted(String problem) {
        return new Job(
                id, JobState.DONE, request, Optional.empty(), created, attempts, frames, total, kept, outcome, problem);
    }
}
