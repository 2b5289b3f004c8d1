package org.zvideo.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.file.OwnFiles;

/**
 * A job that lies at a place, copied to the disk of a machine.
 *
 * @param folder the copy
 */
record JobCopy(JobFolder folder) implements AutoCloseable {
    /** The folder of a job with the files that were brought from elsewhere. */
    static final String INPUTS = "in";

    static final String JOB = "job.json";

    /**
     * Copies a job.
     *
     * @param above the folder in which the copy is made. Where it bears the same name as on the machine that planned, names of
     *              files outside of the job lead to the same ones
     */
    static JobCopy of(Path above, Place place) throws IOException {
        OwnFiles.makeFolders(above);
        Path copy = Files.createTempDirectory(above, "zvideo-spark-");
        place.get(JOB, copy.resolve(JOB));
        List<String> inputs = place.list(INPUTS);
        if (!inputs.isEmpty()) {
            OwnFiles.makeFolders(copy.resolve(INPUTS));
        }
        for (String name : inputs) {
            Path to = copy.resolve(INPUTS).resolve(Path.of(name).getFileName());
            place.get(name, to);
        }
        return new JobCopy(JobFolder.of(copy.resolve(JOB)));
    }

    /** Deletes the copy; what cannot be deleted stays for whoever cleans temporary folders. */
    @Override
    public void close() {
        delete(folder.base());
    }

    /** Deletes a folder with all that is in it. */
    private static void delete(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                if (!OwnFiles.isPlain(file)) {
                    OwnFiles.removeEmptyFolder(file);
                } else {
                    OwnFiles.remove(file);
                }
            }
        } catch (IOException e) {
            return;
        }
    }
}
