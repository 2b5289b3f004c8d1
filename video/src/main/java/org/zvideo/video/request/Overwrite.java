package org.zvideo.video.request;

import org.zvideo.video.job.JobListener;

/** What happens to files that bear the names of a job's outputs already. */
public enum Overwrite {
    /** They are replaced when the job is done. */
    REPLACE,
    /** They stay, and the job does not start. */
    KEEP,
    /** {@link JobListener#mayReplace} decides. */
    ASK
}
