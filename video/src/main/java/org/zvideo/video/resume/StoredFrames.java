package org.zvideo.video.resume;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.filter.ShotState;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.resume.Journal.Entry;

/**
 * The frames of a work folder that are done: what each became as a picture, and what the newest leave for those to come. A
 * file counts once its line is in the journal, and while its hash is the one of that line.
 */
final class StoredFrames {
    /** Newest states that are kept: the last, and the one before it should the last be damaged. */
    private static final int STATES = 2;
    /** With a shot's first one, and one that is being written. */
    static final int STATES_AT_ONCE = STATES + 2;

    private final Path folder;
    private final Journal journal;
    /** Whether the files that the journal speaks of are what they were. */
    private final Map<Path, Boolean> verified = new HashMap<>();

    StoredFrames(Path folder, Journal journal) {
        this.folder = folder;
        this.journal = journal;
    }

    Map<Long, Entry> entries() {
        return journal.entries();
    }

    /** The picture that a frame became; empty if it is not done or its file is not what it was. */
    Optional<RgbImage> result(long frame) {
        return hasResult(frame) ? Optional.of(StillImage.read("stored frame", resultFile(frame))) : Optional.empty();
    }

    boolean hasResult(long frame) {
        Entry entry = journal.entries().get(frame);
        return entry != null && matches(resultFile(frame), entry.result());
    }

    private boolean matches(Path file, String hash) {
        return verified.computeIfAbsent(file, name -> Hashes.matches(name, hash));
    }

    /** Whether a shot can go on after a frame. */
    boolean hasState(long frame) {
        Entry entry = journal.entries().get(frame);
        return entry != null
                && entry.state() != null
                && (entry.state().equals(Entry.NOTHING)
                        || matches(stateFile(frame), entry.state()) && hasShot(entry.shot()));
    }

    private boolean hasShot(long first) {
        Entry entry = journal.entries().get(first);
        return entry != null && entry.state() != null && matches(stateFile(first), entry.state());
    }

    /** Whether a frame leaves nothing that would have to be restored. */
    boolean leavesNothing(long frame) {
        return Entry.NOTHING.equals(journal.entries().get(frame).state());
    }

    Path stateFile(long frame) {
        return folder.resolve(String.format(Locale.ROOT, "state-%06d.safetensors", frame));
    }

    private Path resultFile(long frame) {
        return folder.resolve(String.format(Locale.ROOT, "result-%06d.png", frame));
    }

    /**
     * Keeps a frame that is done.
     *
     * @param state whose state after the frame is kept too; empty if it shall not be
     */
    void keep(long frame, long shot, RgbImage result, Optional<ShotState> state) {
        try {
            byte[] picture = StillImage.encode(result, resultFile(frame));
            OwnFiles.replace(resultFile(frame), picture);
            String stateHash = state.isEmpty() ? null : keepState(frame, state.get());
            sync();
            journal.add(new Entry(frame, shot, Hashes.of(picture), stateHash));
            verified.put(resultFile(frame), true);
            verified.put(stateFile(frame), stateHash != null);
            if (stateHash != null) {
                dropStates(frame, shot);
            }
        } catch (IOException e) {
            throw WorkFolder.io(folder, e);
        }
    }

    private String keepState(long frame, ShotState state) throws IOException {
        Path part = OwnFiles.partOf(stateFile(frame));
        OwnFiles.remove(part);
        if (!state.save(part)) {
            return Entry.NOTHING;
        }
        String hash = Hashes.of(part);
        OwnFiles.move(part, stateFile(frame));
        return hash;
    }

    /** Of the states, a shot's first and the newest are needed. */
    private void dropStates(long newest, long shot) throws IOException {
        List<Path> old = journal.entries().values().stream()
                .filter(entry -> entry.state() != null && entry.frame() != shot && entry.frame() <= newest)
                .sorted((a, b) -> Long.compare(b.frame(), a.frame()))
                .skip(STATES)
                .map(entry -> stateFile(entry.frame()))
                .toList();
        for (Path file : old) {
            OwnFiles.remove(file);
            verified.put(file, false);
        }
    }

    /** The folder's entries reach the disk before the journal speaks of them. */
    private void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
