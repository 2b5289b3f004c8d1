package org.zvideo.video.farm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;

/**
 * Where a job lies: {@code NAME.json}, and beside it the folder {@code NAME.shots} with the results of its shots, which all
 * machines can write. An attempt at a shot has a folder of its own, {@code NAME.shots/000012/1f09c2a4b7d3}, so two at once do
 * not meet; it counts from when it has its {@code outcome.json}, which is written last.
 */
public final class JobFolder {
    /** The file of an attempt that is written last. */
    public static final String OUTCOME = ShotFiles.OUTCOME;

    private static final String ENDING = ".json";
    private static final String SHOTS = ".shots";
    private static final Pattern ATTEMPT = Pattern.compile("[0-9a-f]{12}");
    private static final int TOKEN_BYTES = 6;

    private final Path file;
    private final Path shots;
    /** Whether the folder of the file is the job's own. */
    private final boolean own;

    private JobFolder(Path file, boolean own, Path shots) {
        this.file = file;
        this.own = own;
        this.shots = shots;
    }

    /** @param job the job's file, which ends in {@code .json}, or a folder in which it is {@code job.json} */
    public static JobFolder of(Path job) {
        boolean named = job.getFileName() != null
                && job.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
        Path file = (named ? job : job.resolve("job" + ENDING)).toAbsolutePath();
        String name = file.getFileName().toString();
        return new JobFolder(
                file, !named, file.resolveSibling(name.substring(0, name.length() - ENDING.length()) + SHOTS));
    }

    /** The same job with its results in another folder, as on the own disk of a machine that computes some of them. */
    public JobFolder withResults(Path results) {
        return new JobFolder(file, own, results);
    }

    /** The job's file. */
    public Path file() {
        return file;
    }

    /** The folder from which names of files in the job start. */
    public Path base() {
        return file.getParent();
    }

    /** The folder with the results. */
    public Path results() {
        return shots;
    }

    /** @throws MediaException if there is no job, or none of this version */
    public ShotList read() {
        return ShotListJson.read(file);
    }

    /**
     * What tells a job from all others that would give other frames. The palette of the film is left out: it follows from the
     * rest, and the shot that makes it may be done before it is known.
     */
    public static String id(ShotList list) {
        return ShotListJson.id(list);
    }

    /** The content of the job's file. */
    public static byte[] content(ShotList list) {
        return ShotListJson.write(list);
    }

    /** Makes the folder of a new job if it is one of its own. */
    public void makeOwn() {
        try {
            if (own) {
                OwnFiles.makeFolders(base());
            }
        } catch (IOException e) {
            throw new MediaException(ErrorKind.CANNOT_CREATE, "job " + base() + ": no folder: " + FileReason.of(e), e);
        }
    }

    /** Makes the folder for the results if it is not there. */
    public void make() {
        try {
            OwnFiles.makeFolders(shots);
        } catch (IOException e) {
            throw fault(ErrorKind.CANNOT_CREATE, e);
        }
    }

    /** Whether a folder of this name holds an attempt at a shot. */
    public static boolean isAttempt(String name) {
        return ATTEMPT.matcher(name).matches();
    }

    /** Whether a file of this name is one of an attempt that came to its end. */
    public static boolean isResult(String name) {
        return name.matches(ShotFiles.RESULTS);
    }

    /** The place of a shot: attempts lie in the folder of that name, and the work folder of the one that is under way beside it. */
    public Path shot(int number) {
        return shots.resolve(String.format(Locale.ROOT, "%06d", number));
    }

    /** The folder of an attempt at a shot that came to its end; empty if there is none. */
    public Optional<Path> attemptAt(ShotList list, int number) {
        return done(list, number).stream().findFirst().map(StoredShot::folder);
    }

    /** A new attempt at a shot. */
    public ShotAttempt attempt(int number) {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        Path folder = shot(number).resolve(HexFormat.of().formatHex(token));
        try {
            OwnFiles.makeFolders(folder);
            return new ShotAttempt(folder);
        } catch (IOException e) {
            throw fault(ErrorKind.CANNOT_CREATE, e);
        }
    }

    /** The attempts at a shot that came to their end, in the order of their names. */
    List<StoredShot> done(ShotList list, int number) {
        List<StoredShot> done = new ArrayList<>();
        try {
            for (Path attempt : attempts(shot(number))) {
                StoredShot.open(attempt, list, number).ifPresent(done::add);
            }
            return done;
        } catch (IOException e) {
            throw fault(ErrorKind.IO, e);
        }
    }

    private static List<Path> attempts(Path shot) throws IOException {
        return Files.isDirectory(shot, LinkOption.NOFOLLOW_LINKS)
                ? OwnFiles.list(shot).stream()
                        .filter(folder -> isAttempt(folder.getFileName().toString())
                                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                        .toList()
                : List.of();
    }

    /**
     * What became of a shot whose files are all what its outcome says by their hashes. Attempts of which that is not so are
     * deleted.
     */
    public Optional<ShotOutcome.Done> sound(ShotList list, int number) {
        try {
            for (StoredShot attempt : done(list, number)) {
                if (attempt.isSound()) {
                    return Optional.of(attempt.outcome());
                }
                attempt.discard();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw fault(ErrorKind.IO, e);
        }
    }

    /** What became of a shot; empty if no attempt at it is whole, as far as names and sizes of its files tell. */
    public Optional<ShotOutcome.Done> outcome(ShotList list, int number) {
        return done(list, number).stream().findFirst().map(StoredShot::outcome);
    }

    /** Numbers of the shots that are not done. */
    public List<Integer> missing(ShotList list) {
        List<Integer> missing = new ArrayList<>();
        for (int shot = 0; shot < list.shots().size(); shot++) {
            if (done(list, shot).isEmpty()) {
                missing.add(shot);
            }
        }
        return missing;
    }

    /**
     * Deletes the results.
     *
     * @return whether all is gone; what is not ours stays
     */
    public boolean deleteResults(ShotList list) {
        try {
            for (int shot = 0; shot < list.shots().size(); shot++) {
                for (Path attempt : attempts(shot(shot))) {
                    ShotAttempt.delete(attempt);
                }
                OwnFiles.removeEmptyFolder(shot(shot));
            }
            return OwnFiles.removeEmptyFolder(shots);
        } catch (IOException e) {
            throw fault(ErrorKind.IO, e);
        }
    }

    private MediaException fault(ErrorKind kind, IOException cause) {
        return new MediaException(kind, "results " + shots + ": " + FileReason.of(cause), cause);
    }
}
