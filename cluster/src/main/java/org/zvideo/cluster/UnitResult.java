package org.zvideo.cluster;

import java.util.List;
import org.zvideo.core.error.ErrorKind;

/**
 * What became of a unit, as an executor tells it and as the driver notes it.
 *
 * @param version of this form
 * @param job     {@link org.zvideo.video.farm.JobFolder#id} of its job
 * @param unit    its number
 * @param shots   what became of each of its shots
 * @param host    the machine, as Spark names it
 * @param seconds that it took
 */
record UnitResult(int version, String job, int unit, List<Shot> shots, String host, double seconds) {
    static final int VERSION = 1;

    UnitResult {
        shots = List.copyOf(shots);
    }

    /**
     * A shot of the unit: it has an attempt if it is done, and a kind and a reason if it is not.
     *
     * @param shot    its number
     * @param attempt name of the folder with its files
     * @param machine name of the processor that computed it
     * @param kind    of the error
     * @param reason  in one line
     */
    record Shot(int shot, String attempt, String machine, ErrorKind kind, String reason) {
        static Shot done(int shot, String attempt, String machine) {
            return new Shot(shot, attempt, machine, null, null);
        }

        static Shot failed(int shot, ErrorKind kind, String reason) {
            return new Shot(shot, null, null, kind, reason);
        }
    }
}
