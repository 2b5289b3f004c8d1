package org.zvideo.cluster;

import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.video.farm.ShotSpan;

/**
 * A shot that could not be computed.
 *
 * @param job    its job
 * @param shot   its number
 * @param code   the status with which the program ends
 * @param reason in one line
 */
record FailedShot(ClusterJob job, int shot, ExitCode code, String reason) {
    /** One line that names the shot and its frames. */
    String line() {
        ShotSpan span = job.list().shots().get(shot);
        return "shot " + shot + " (frames " + span.first() + " to " + span.last() + "): " + reason;
    }
}
