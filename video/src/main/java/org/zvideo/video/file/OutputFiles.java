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
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureSequence;

/**
 * All files that one run writes beside what its user has. A run draws a token; until a file is whole it is a part
 * {@code NAME.TOKEN.part} beside its name, and only parts with the token of this run, or of the run that it goes on with,
 * are ever removed. A name belongs to one run at a time, and never is a name that of a file that the run reads: there is no
 * other way to an {@link OutputFile} or an {@link OutputFolder}.
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
     * Begins with nothing claimed.
     *
     * @param inputs   what the run reads
     * @param warnings told what was found that is not the run's, and stays
     */
    public OutputFiles(InputFiles inputs, Consumer<String> warnings) {
        this.inputs = inputs;
        this.warnings = warnings;
        byte[] drawn = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(drawn);
        this.token = HexFormat.of().formatHex(drawn);
    }

    /** Tells the parts of this run from all others. */
    public String token() {
        return token;
    }

    /** Counts the parts of earlier runs as this run's: it goes on with them. */
    public void goOnWith(Collection<String> tokens) {
        tokens.stream().filter(text -> text.matches(TOKEN)).forEach(former::add);
    }

    /** Whether something has a name, or any picture of a sequence is there. */
    public static boolean isTaken(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                || PictureSequence.of(target).flatMap(PictureSequence::first).isPresent();
    }

    /**
     * Fails if a name cannot be written: its folder is not there, it is an input, or something has it that may not be
     * replaced. Only plain files are ever replaced.
     *
     * @param overwrite whether a file of that name may be replaced
     * @throws MediaException if it cannot; nothing was touched
     */
    public void require(Path target, boolean overwrite) {
        requirePlace(target);
        requireNoInput(List.of(target));
        if (isTaken(target) && !overwrite) {
            throw FileProblem.cannot(target, "exists; use -y to replace it or -o for another name");
        }
        try {
            if (!OwnFiles.isFree(target) && !OwnFiles.isPlain(target)) {
                throw FileProblem.cannot(
                        target,
                        FileProblem.kind(target)
                                + " has this name; only files are replaced: name another, or the file it stands for");
            }
            OwnFiles.isFree(part(target));
        } catch (IOException e) {
            throw FileProblem.cannot(target, "cannot be made", e);
        }
    }

    /** Fails if a name is a folder's, or its folder is not there. */
    public static void requirePlace(Path target) {
        Path folder = FileName.folder(target);
        if (folder == null || !Files.isDirectory(folder)) {
            throw FileProblem.cannot(target, "there is no folder " + folder + "; make it first");
        }
        if (Files.isDirectory(target)) {
            throw FileProblem.cannot(target, "is a folder; name a file in it");
        }
    }

    /** Fails if one of these names is that of a file which the run reads. */
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
                                    : "is the input itself under another name, " + input.get())
                            + "; choose another name with -o");
        }
    }

    /**
     * Claims a name for this run and begins its part.
     *
     * @param overwrite whether a file of that name may be replaced
     * @throws MediaException if it may not, if another run has the name, or if the folder cannot be written
     */
    public OutputFile claim(Path target, boolean overwrite) {
        require(target, overwrite);
        Path folder = FileName.folder(target);
        if (!claimed.add(target.toAbsolutePath().normalize())) {
            throw FileProblem.cannot(target, "would be written twice; give each result a name of its own");
        }
        try {
            if (!locks.containsKey(folder)) {
                locks.put(folder, RunLock.take(folder, token));
            }
            OutputFile file = new OutputFile(target, part(target), overwrite, warnings);
            try {
                settleOthers(target, folder);
                return file;
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw FileProblem.cannot(target, "the folder cannot be written", e);
        }
    }

    /** Of other parts of a name, those of living runs are in the way, this run's earlier ones go, all others stay. */
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
            warnings.accept(other + ": is left over from a run that was killed; delete it if you do not need it");
        }
    }

    /** Opens a folder of many files of this run, and makes it if it is not there. */
    public OutputFolder folder(Path folder) {
        try {
            OwnFiles.makeFolders(folder);
        } catch (IOException e) {
            throw FileProblem.cannot(folder, "cannot be made a folder", e);
        }
        return new OutputFolder(this, folder);
    }

    Path part(Path target) {
        return target.resolveSibling(shortened(target) + "." + token + ".part");
    }

    /** A name that leaves room for what a part has besides. */
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

    /** Gives all names free. */
    @Override
    public void close() {
        for (RunLock lock : locks.values()) {
            try {
                lock.close();
            } catch (IOException e) {
                // nothing holds it any more, and it holds nothing
            }
        }
        locks.clear();
    }
}
