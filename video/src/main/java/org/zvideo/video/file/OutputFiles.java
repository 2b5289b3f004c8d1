package org.zvideo.video.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureSequence;

/**
 * All files that one run writes next to those of its user. Each run draws a random token. Until a file is complete it
 * is a part {@code NAME.TOKEN.part} next to its final name, and only parts with the token of this run, or of the run
 * that it resumes, are ever removed. A name belongs to one run at a time, and is never that of a file that the run
 * reads. There is no other way to obtain an {@link OutputFile} or an {@link OutputFolder}.
 */
public final class OutputFiles implements AutoCloseable {
    private static final int TOKEN_BYTES = 6;
    private static final String TOKEN = "[0-9a-f]{" + 2 * TOKEN_BYTES + "}";
    private static final int LONGEST_NAME = 255;

    private final InputFiles inputs;
    private final Consumer<String> warnings;
    private final String token;
    private final Set<String> former = new HashSet<>();
    private final Map<Path, RunLock> locks = new HashMap<>();
    private final Set<Path> claimed = new HashSet<>();

    /**
     * Starts with nothing claimed.
     *
     * @param inputs the files that the run reads
     * @param warnings receives reports of files that do not belong to the run and therefore stay
     */
    public OutputFiles(InputFiles inputs, Consumer<String> warnings) {
        this.inputs = inputs;
        this.warnings = warnings;
        byte[] drawn = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(drawn);
        this.token = HexFormat.of().formatHex(drawn);
    }

    /** The token that distinguishes the parts of this run from all others. */
    public String token() {
        return token;
    }

    /** Treats the parts of an earlier run as this run's, because it resumes that run. */
    public void goOnWith(Collection<String> tokens) {
        tokens.stream().filter(text -> text.matches(TOKEN)).forEach(former::add);
    }

    /** Whether something has this name, or any picture of a sequence exists. */
    public static boolean isTaken(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                || PictureSequence.of(target).flatMap(PictureSequence::first).isPresent();
    }

    /**
     * Fails if a name cannot be written because its folder is missing, because it is an input, or because something
     * that may not be replaced has the name. Only regular files are ever replaced.
     *
     * @param overwrite whether a file of that name may be replaced
     * @throws MediaException if the name cannot be written; nothing has been touched
     */
    public void require(Path target, boolean overwrite) {
        requirePlace(target);
        requireNoInput(List.of(target));
        if (isTaken(target) && !overwrite) {
            throw FileProblem.cannot(target, "exists", Remedy.Id.REPLACE_OR_RENAME);
        }
        try {
            if (!OwnFiles.isFree(target) && !OwnFiles.isPlain(target)) {
                throw FileProblem.cannot(
                        target,
                        FileProblem.kind(target)
                                + " has this name; only files are replaced: choose another name, or that of the file it stands for");
            }
            OwnFiles.isFree(part(target));
        } catch (IOException e) {
            throw FileProblem.cannot(target, "cannot be created", e);
        }
    }

    /** Fails if a name is that of a folder, or if its folder does not exist. */
    public static void requirePlace(Path target) {
        FileName.unusable(target).ifPresent(why -> {
            throw new MediaException(ErrorKind.USAGE, "output " + target + ": " + why + "; choose another name");
        });
        Path folder = FileName.folder(target);
        if (folder == null || !Files.isDirectory(folder)) {
            throw FileProblem.cannot(target, "folder " + folder + " does not exist; create it first");
        }
        if (Files.isDirectory(target)) {
            throw FileProblem.cannot(target, "is a folder; name a file in it");
        }
    }

    /** Fails if one of these names is that of a file that the run reads. */
    public void requireNoInput(Collection<Path> targets) {
        for (Path target : targets) {
            requireNoInput(target);
            PictureSequence.of(target).ifPresent(sequence -> sequence.all().forEach(this::requireNoInput));
        }
    }

    void requireNoInput(Path target) {
        Optional<Path> input = inputs.same(target);
        if (input.isPresent()) {
            throw FileProblem.cannot(
                    target,
                    (input.get().equals(target)
                            ? "is the input itself"
                            : "is the input itself under another name, " + input.get()),
                    Remedy.Id.OTHER_NAME);
        }
    }

    /**
     * Claims a name for this run and creates its part.
     *
     * @param overwrite whether a file of that name may be replaced
     * @throws MediaException if it may not be replaced, if another run has the name, or if the folder cannot be written
     */
    public OutputFile claim(Path target, boolean overwrite) {
        require(target, overwrite);
        Path folder = FileName.folder(target);
        if (!claimed.add(FileName.identity(target))) {
            throw FileProblem.cannot(target, "would be written twice; give each result a name of its own");
        }
        try {
            if (!locks.containsKey(folder)) {
                locks.put(folder, RunLock.take(folder, token));
            }
            OutputFile file = new OutputFile(target, part(target), overwrite, warnings);
            return Closing.onFailure(file, () -> {
                settleOthers(target, folder);
                return file;
            });
        } catch (IOException e) {
            throw FileProblem.cannot(target, "the folder cannot be written", e);
        }
    }

    /**
     * Handles other parts of a name: those of living runs stop this run, this run's earlier parts are removed, and all
     * others stay.
     */
    private void settleOthers(Path target, Path folder) throws IOException {
        Pattern parts = Pattern.compile(Pattern.quote(shortened(target)) + "\\.(" + TOKEN + ")\\.part");
        for (Path other : OwnFiles.list(folder)) {
            Matcher part = parts.matcher(other.getFileName().toString());
            if (!part.matches() || part.group(1).equals(token)) {
                continue;
            }
            if (former.contains(part.group(1))) {
                OutputFile.remove(other, target);
                RunLock.clear(folder, part.group(1));
                continue;
            }
            Optional<String> process = RunLock.holder(folder, part.group(1));
            if (process.isPresent()) {
                throw FileProblem.cannot(
                        target,
                        "is being written by process " + process.get() + "; wait for it or choose another name");
            }
            warnings.accept(other + " was left behind by a run that was killed; delete it if you do not need it");
        }
    }

    /** Opens a folder for many files of this run, and creates it if it does not exist. */
    public OutputFolder folder(Path folder) {
        try {
            OwnFiles.makeFolders(folder);
        } catch (IOException e) {
            throw FileProblem.cannot(folder, "cannot be created as a folder", e);
        }
        return new OutputFolder(this, folder);
    }

    Path part(Path target) {
        return target.resolveSibling(shortened(target) + "." + token + ".part");
    }

    /** Shortens a name so that it leaves room for what a part appends. */
    private static String shortened(Path target) {
        String name = target.getFileName().toString();
        int room = LONGEST_NAME - ".".length() - 2 * TOKEN_BYTES - ".part".length();
        if (bytes(name) <= room) {
            return name;
        }
        String end = "~" + Integer.toHexString(name.hashCode());
        int length = name.length();
        while (bytes(name.substring(0, length)) + end.length() > room) {
            length = name.offsetByCodePoints(length, -1);
        }
        return name.substring(0, length) + end;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Releases all names. */
    @Override
    public void close() {
        for (RunLock lock : locks.values()) {
            try {
                lock.close();
            } catch (IOException e) {
                // nothing holds the lock anymore, and it contains nothing
            }
        }
        locks.clear();
    }
}
