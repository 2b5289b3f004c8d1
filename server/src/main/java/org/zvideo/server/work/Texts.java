package org.zvideo.server.work;

import org.zvideo.video.report.ConsistencyReport;

/** How a user interface words what the library says; that of the command line has its own. */
public interface Texts {
    /** One line: what went wrong, and what to do. */
    String failure(Throwable error);

    /** The kind of a failure, for programs. */
    String kind(Throwable error);

    /** One line of numbers about a result. */
    String summary(ConsistencyReport report);
}
