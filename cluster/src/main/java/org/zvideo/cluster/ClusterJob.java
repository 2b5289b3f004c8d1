package org.zvideo.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
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
        try {
            List<String> notes = address == null ? List.of() : place.list(ResultFiles.units(folder));
            List<Integer> open = new ArrayList<>();
            for (int unit = 0; unit < list.units().size(); unit++) {
                if (!isDone(unit, notes)) {
                    open.add(unit);
                }
            }
            return open;
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /** Whether all shots of a unit are here and undamaged. What was computed without a note counts where it lies here. */
    private boolean isDone(int unit, List<String> notes) throws IOException {
        if (address != null) {
            Optional<UnitResult> note = notes.contains(ResultFiles.unit(folder, unit)) ? note(unit) : Optional.empty();
            if (note.isEmpty()) {
                return false;
            }
            fetch(note.get());
        }
        return list.units().get(unit).stream()
                .allMatch(shot -> folder.sound(list, shot).isPresent());
    }

    /** The note on a unit; empty if it is damaged, or of another job. */
    private Optional<UnitResult> note(int unit) throws IOException {
        try {
            String text = new String(place.read(ResultFiles.unit(folder, unit)), StandardCharsets.UTF_8);
            UnitResult note = Json.read(text, UnitResult.class);
            return note.version() == UnitResult.VERSION
                            && note.unit() == unit
                            && note.job().equals(JobFolder.id(list))
                    ? Optional.of(note)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // the unit is computed again
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
            place.write(Json.of(result).getBytes(StandardCharsets.UTF_8), ResultFiles.unit(folder, result.unit()));
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
                OwnFiles.removeEmptyFolder(folder.base().resolve(ResultFiles.units(folder)));
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
