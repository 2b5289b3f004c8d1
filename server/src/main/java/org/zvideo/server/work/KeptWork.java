package org.zvideo.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.server.queue.Job;
import org.zvideo.server.queue.JobQueue;
import org.zvideo.server.queue.JobState;
import org.zvideo.video.resume.WorkFolder;

/** The frames that jobs leave beside their results. */
public final class KeptWork {
    private KeptWork() {}

    /** Bytes of what is kept for a result. */
    public static long bytes(Path output) {
        Path folder = WorkFolder.of(output);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(KeptWork::size).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Deletes what is kept for a result; a folder that others put something into stays. */
    public static void free(Path output) {
        if (Files.isDirectory(WorkFolder.of(output))) {
            try (WorkFolder work = WorkFolder.open(output, false)) {
                work.delete();
            }
        }
    }

    /** Deletes the oldest of what is kept of jobs that are done, until no more than this many bytes are left. */
    static void trim(JobQueue queue, long most) {
        List<Job> done = queue.jobs().stream()
                .filter(job -> job.state() == JobState.DONE && job.kept() > 0)
                .toList();
        long all = done.stream().mapToLong(Job::kept).sum();
        for (Job job : done) {
            if (all <= most) {
                return;
            }
            free(job.output());
            all -= job.kept();
            queue.counted(job.id(), job.frames(), job.total(), 0);
        }
    }
}
