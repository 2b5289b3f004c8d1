package org.zvideo.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.file.OwnFiles;

/** Names of what lies at a place, and the way of an attempt at a shot there and back. No name from elsewhere is used unseen. */
final class ResultFiles {
    private final JobFolder folder;
    private final Place place;

    ResultFiles(JobFolder folder, Place place) {
        this.folder = folder;
        this.place = place;
    }

    /** The name of the folder with all results, at the place as well as beside the job's file. */
    private String results() {
        return folder.results().getFileName().toString();
    }

    /** The name of the folder with the notes on units at the place. */
    static String units(JobFolder folder) {
        return folder.file().getFileName().toString().replaceFirst("\\.json$", ".units");
    }

    /** The name of the note on a unit at the place. */
    static String unit(JobFolder folder, int unit) {
        return String.format(Locale.ROOT, "%s/%06d.json", units(folder), unit);
    }

    private String attempt(int shot, String attempt) {
        if (!JobFolder.isAttempt(attempt)) {
            throw new IllegalArgumentException("'" + attempt + "' is no name of an attempt");
        }
        return results() + "/" + folder.shot(shot).getFileName() + "/" + attempt;
    }

    /** Brings an attempt to the place and deletes it here. */
    void deliver(int shot, Path attempt) throws IOException {
        String to = attempt(shot, attempt.getFileName().toString());
        List<Path> files = new ArrayList<>(OwnFiles.list(attempt));
        files.removeIf(file -> file.endsWith(JobFolder.OUTCOME));
        files.add(attempt.resolve(JobFolder.OUTCOME));
        for (Path file : files) {
            place.put(file, to + "/" + file.getFileName());
        }
        OwnFiles.remove(attempt.resolve(JobFolder.OUTCOME));
        files.remove(files.size() - 1);
        for (Path file : files) {
            OwnFiles.remove(file);
        }
        OwnFiles.removeEmptyFolder(attempt);
    }

    /** Brings an attempt from the place to the job's folder here. What came before is not brought again. */
    void fetch(int shot, String attempt) throws IOException {
        String from = attempt(shot, attempt);
        Path to = folder.shot(shot).resolve(attempt);
        OwnFiles.makeFolders(to);
        List<String> names = new ArrayList<>(place.list(from).stream()
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .filter(JobFolder::isResult)
                .toList());
        if (names.remove(JobFolder.OUTCOME)) {
            names.add(JobFolder.OUTCOME);
        }
        for (String name : names) {
            OwnFiles.remove(to.resolve(name));
            place.get(from + "/" + name, to.resolve(name));
        }
    }

    /** Deletes all results and notes at the place. */
    void clear() throws IOException {
        for (String below : List.of(results(), units(folder))) {
            for (String name : place.list(below)) {
                place.delete(name);
            }
        }
    }
}
