package org.zvideo.server.work;

import org.zvideo.video.job.DelegatingListener;
import org.zvideo.video.job.JobListener;

/**
 * The one listener that all work of the engine has. Prepared styles hold on to the listener they were made with, and may be
 * used by a later job: what they say belongs to the work at hand then.
 */
final class Delegate extends DelegatingListener {
    private volatile JobListener current = JobListener.SILENT;

    /** Passes everything on to this listener from now on. */
    void set(JobListener listener) {
        current = listener;
    }

    @Override
    protected JobListener told() {
        return current;
    }
}
