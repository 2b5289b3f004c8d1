package org.zvideo.server.queue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where a job is on its way; the one table of what can be asked of it there, and what it is then. */
public enum JobState {
    /** Waits for its turn. */
    QUEUED,
    RUNNING,
    /** Runs to the next place where it can be stopped. */
    PAUSING,
    /** Holds its frames, and does not take its turn. */
    PAUSED,
    /** As {@link #PAUSING}, on its way to {@link #STOPPED}. */
    STOPPING,
    /** Was stopped by its owner; its frames are kept. */
    STOPPED,
    DONE,
    /** Is done, and its result is made once more with another look. */
    ADJUSTING,
    FAILED;

    private static final Map<JobState, Map<JobAction, JobState>> TABLE = Map.of(
            QUEUED,
            Map.of(JobAction.PAUSE, PAUSED, JobAction.STOP, STOPPED, JobAction.REMOVE, STOPPED),
            RUNNING,
            Map.of(JobAction.PAUSE, PAUSING, JobAction.STOP, STOPPING),
            PAUSING,
            Map.of(JobAction.RESUME, RUNNING, JobAction.STOP, STOPPING),
            PAUSED,
            Map.of(JobAction.RESUME, QUEUED, JobAction.STOP, STOPPED, JobAction.REMOVE, STOPPED),
            STOPPING,
            Map.of(),
            STOPPED,
            Map.of(JobAction.RESUME, QUEUED, JobAction.FREE, STOPPED, JobAction.REMOVE, STOPPED),
            DONE,
            Map.of(JobAction.ADJUST, ADJUSTING, JobAction.FREE, DONE, JobAction.REMOVE, DONE),
            ADJUSTING,
            Map.of(JobAction.STOP, DONE),
            FAILED,
            Map.of(JobAction.RETRY, QUEUED, JobAction.FREE, FAILED, JobAction.REMOVE, FAILED));

    /** What can be asked, in order. */
    public Set<JobAction> allowed() {
        return new TreeSet<>(TABLE.getOrDefault(this, Map.of()).keySet());
    }

    /** What the job is when that was asked; empty if it cannot be asked. */
    public Optional<JobState> after(JobAction action) {
        return Optional.ofNullable(TABLE.getOrDefault(this, Map.of()).get(action));
    }

    /** Whether the engine has it. */
    public boolean atWork() {
        return this == RUNNING || this == PAUSING || this == STOPPING;
    }
}
