package org.zvideo.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.file.OwnFiles;

/**
 * A planned job as the driver sees it. A unit is done when the driver has written a note on it, which names the attempts that count;
 * nobody else writes notes, so two results of one unit cannot both win.
 *
 * @param folder  the job's files on this machine
 * @param address of the place where the job lies for executors; null if they read and write the folder itself
 * @param place   where notes and results lie
 */
record ClusterJob(ShotList list, JobFolder folder, String address, Place place) {
    /** A job in a folder that all machines can read and write. */
    static ClusterJob shared(ShotList list, JobFolder folder) {
        return new ClusterJob(list, folder, null, new LocalPlace(folder.base()));
    }

    /** @param processor name of the processor that has to compute it; null for any */
    UnitOrder order(int unit, String processor) {
        return new UnitOrder(folder.file().toString(), address, unit, processor);
    }

    /** The units that are not done, by their numbers. */
    List<Integer> open() {
        return IntStream.range(0, list.units().size())
                .filter(unit -> !isDone(unit))
                .boxed()
                .toList();
    }

    /** Whether all shots of a unit are here and undamaged. What was computed without a note counts where it lies here. */
    private boolean isDone(int unit) {
        try {
            if (address != null) {
                Optional<UnitResult> note = note(unit);
                if (note.isEmpty()) {
                    return false;
                }
                fetch(note.get());
            }
            return list.units().get(unit).stream()
                    .allMatch(shot -> folder.sound(list, shot).isPresent());
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /** The note on a unit of this job. */
    Optional<UnitResult> note(int unit) throws IOException {
        String name = ResultFiles.unit(folder, unit);
        if (!place.list(name.substring(0, name.indexOf('/'))).contains(name)) {
            return Optional.empty();
        }
        Path text = Files.createTempDirectory("zvideo-spark-").resolve("note.json");
        try {
            place.get(name, text);
            UnitResult note = Json.read(LimitedFile.text(text, LimitedJson.SMALL), UnitResult.class);
            return note.version() == UnitResult.VERSION
                            && note.unit() == unit
                            && note.job().equals(JobFolder.id(list))
                    ? Optional.of(note)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // the unit is computed again
        } finally {
            JobCopy.delete(text.getParent());
        }
    }

    private void fetch(UnitResult note) throws IOException {
        for (UnitResult.Shot shot : note.shots()) {
            new ResultFiles(folder, place).fetch(shot.shot(), shot.attempt());
        }
    }

    /**
     * Accepts what an executor has computed: brings it here if it lies elsewhere, and notes it.
     *
     * @param result of which all shots are done
     * @throws MediaException if files are missing
     */
    void accept(UnitResult result) {
        try {
            if (address != null) {
                fetch(result);
            }
            for (int shot : list.units().get(result.unit())) {
                if (folder.outcome(list, shot).isEmpty()) {
                    throw new MediaException(
                            ErrorKind.IO,
                            "results " + folder.results() + ": shot " + shot + ", which " + result.host()
                                    + " has computed, is not there; both machines must see the same folder");
                }
            }
            Path note = Files.createTempDirectory("zvideo-spark-").resolve("note.json");
            try {
                OwnFiles.replace(note, Json.of(result).getBytes(StandardCharsets.UTF_8));
                place.put(note, ResultFiles.unit(folder, result.unit()));
            } finally {
                JobCopy.delete(note.getParent());
            }
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /** Brings the job to its place, if it has one. */
    void publish() {
        if (address == null) {
            return;
        }
        try {
            Path inputs = folder.base().resolve(JobCopy.INPUTS);
            if (Files.isDirectory(inputs)) {
                for (Path file : OwnFiles.list(inputs)) {
                    place.put(file, JobCopy.INPUTS + "/" + file.getFileName());
                }
            }
            place.put(folder.file(), JobCopy.JOB);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /** Deletes results and notes, after the join, and the job too if its name was not the user's choice. */
    void clear(boolean whole) {
        try {
            new ResultFiles(folder, place).clear();
            if (address != null) {
                for (String name : place.list(JobCopy.INPUTS)) {
                    place.delete(name);
                }
                place.delete(JobCopy.JOB);
            } else {
                String units = ResultFiles.unit(folder, 0);
                OwnFiles.removeEmptyFolder(folder.base().resolve(units.substring(0, units.indexOf('/'))));
                if (whole) {
                    OwnFiles.remove(folder.file());
                    OwnFiles.removeEmptyFolder(folder.base());
                }
            }
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private MediaException fault(IOException cause) {
        return new MediaException(
                ErrorKind.IO,
                "job " + (address == null ? folder.file() : address) + ": " + FileReason.of(cause),
                cause);
    }
}
