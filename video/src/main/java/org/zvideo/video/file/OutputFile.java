package org.zvideo.video.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureSequence;

/**
 * A file that appears under its name only when it is complete. It is written as a part next to its final name and
 * renamed at the end; until then a file of that name keeps its content. Closing without {@link #commit} removes the
 * part. For a {@linkplain PictureSequence sequence of pictures} the part is a folder, whose files are renamed one by
 * one. {@link OutputFiles#claim} creates instances.
 */
public final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final Optional<PictureSequence> sequence;
    private final boolean overwrite;
    private final Consumer<String> warnings;
    private boolean committed;

    OutputFile(Path target, Path part, boolean overwrite, Consumer<String> warnings) throws IOException {
        this.target = target;
        this.part = part;
        this.overwrite = overwrite;
        this.warnings = warnings;
        this.sequence = PictureSequence.of(target);
        if (sequence.isPresent()) {
            OwnFiles.makePrivateFolder(part);
        } else {
            OwnFiles.write(part, new byte[0]);
        }
    }

    /** The path to write to until the file is complete. */
    public Path part() {
        return part;
    }

    public Path target() {
        return target;
    }

    /** Writes the whole content at once. */
    public void write(byte[] bytes) {
        try (FileChannel channel = OwnFiles.reopen(part)) {
            OwnFiles.writeAll(channel, bytes);
        } catch (IOException e) {
            throw FileProblem.failed(target, e);
        }
    }

    /** Opens a writer for the content, in UTF-8. */
    public BufferedWriter writer() {
        try {
            return new BufferedWriter(Channels.newWriter(OwnFiles.reopen(part), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileProblem.failed(target, e);
        }
    }

    /** The files that will get a name, by that name: the file itself, or each picture of a sequence. */
    public Map<Path, String> identities() {
        Map<Path, String> identities = new LinkedHashMap<>();
        try {
            for (Map.Entry<Path, Path> file : files().entrySet()) {
                FileIdentity.of(file.getKey()).ifPresent(identity -> identities.put(file.getValue(), identity));
            }
            return identities;
        } catch (IOException e) {
            throw FileProblem.failed(target, e);
        }
    }

    /** Gives the part its final name. */
    public void commit() {
        committed = true; // from here on the part is complete, so it stays whatever happens
        try {
            Map<Path, Path> files = files();
            List<Path> before = sequence.map(PictureSequence::all).orElse(List.of());
            for (Map.Entry<Path, Path> file : files.entrySet()) {
                move(file.getKey(), file.getValue());
            }
            if (sequence.isPresent()) {
                OwnFiles.removeEmptyFolder(part);
                before.stream()
                        .filter(old -> files.values().stream().noneMatch(old::equals))
                        .findFirst()
                        .ifPresent(old -> warnings.accept("output " + target + ": " + old.getFileName()
                                + " and others existed before and are not part of the result"));
            }
        } catch (IOException e) {
            throw FileProblem.cannot(target, "cannot be renamed from " + part, e);
        }
    }

    /** Each file of the part with the name that it gets. */
    private Map<Path, Path> files() throws IOException {
        Map<Path, Path> files = new LinkedHashMap<>();
        if (sequence.isPresent()) {
            for (Path picture : OwnFiles.list(part)) {
                files.put(picture, target.toAbsolutePath().resolveSibling(picture.getFileName()));
            }
        } else {
            files.put(part, target);
        }
        return files;
    }

    private void move(Path from, Path to) throws IOException {
        if (!overwrite && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw FileProblem.cannot(to, "appeared during the run; the result is in " + part);
        }
        OwnFiles.move(from, to);
    }

    /**
     * Removes a part: a regular file, or a folder, of which only regular files with names of the sequence are removed.
     *
     * @throws MediaException if it is anything else; it stays
     */
    static void remove(Path part, Path target) throws IOException {
        if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
            OwnFiles.remove(part);
            return;
        }
        Optional<PictureSequence> sequence = PictureSequence.of(target);
        for (Path file : OwnFiles.list(part)) {
            if (sequence.isPresent() && sequence.get().holds(file) && OwnFiles.isPlain(file)) {
                OwnFiles.remove(file);
            }
        }
        if (!OwnFiles.removeEmptyFolder(part)) {
            throw FileProblem.cannot(target, part + " contains files that no run created; move it away");
        }
    }

    @Override
    public void close() {
        if (!committed) {
            committed = true;
            try {
                remove(part, target);
            } catch (IOException | MediaException e) {
                return; // the original error is the one to report
            }
        }
    }
}
