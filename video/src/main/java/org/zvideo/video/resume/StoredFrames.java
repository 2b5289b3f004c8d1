package org.zvideo.video.resume;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.resume.Journal.Ahead;
import org.zvideo.video.resume.Journal.Entry;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Slot;
import org.zvideo.video.stage.StageState;

/**
 * The frames of a work folder that are done: what the model made of each, and what the newest leave for those to come. A
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

    private Set<Slot> needed = Set.of();

    /**
     * Where a frame stands.
     *
     * @param frame  its number
     * @param shot   number of the first frame of its shot
     * @param anchor number of the frame that those after it look at as the first one, if that is another than the shot's
     */
    record Place(long frame, long shot, OptionalLong anchor) {}

    StoredFrames(Path folder, Journal journal) {
        this.folder = folder;
        this.journal = journal;
    }

    Map<Long, Entry> entries() {
        return journal.entries();
    }

    /**
     * What the model made of a frame; empty if it is not done or its file is not what it was.
     *
     * @param source the frame
     */
    Optional<ModelFrame> result(long place, ShotFrame source) {
        if (!hasResult(place)) {
            return Optional.empty();
        }
        Entry entry = journal.entries().get(place);
        try {
            return Optional.of(new ModelFrame(
                    source,
                    StoredPicture.decode(LimitedFile.bytes(resultFile(place), StoredPicture.LARGEST), entry.parts()),
                    entry.measures()));
        } catch (IOException e) {
            throw FolderFault.of(folder, e);
        }
    }

    /** Whether a frame is done, with all that is needed of it. */
    boolean hasResult(long frame) {
        Entry entry = journal.entries().get(frame);
        return entry != null
                && entry.parts().hold(needed)
                && verified.computeIfAbsent(
                        resultFile(frame),
                        file -> Hashes.matches(file, entry.result())
                                && StackedPictures.fits(file, StoredPicture.count(entry.parts())));
    }

    /** Whether every frame of the job is here, with all that is needed of it. */
    boolean hasAll() {
        return journal.complete() && journal.entries().keySet().stream().allMatch(this::hasResult);
    }

    /** From now on a frame counts as done only where all of this was made of it. */
    void need(Collection<Slot> slots) {
        needed = Set.copyOf(slots);
    }

    private boolean matches(Path file, String hash) {
        return verified.computeIfAbsent(file, name -> Hashes.matches(name, hash));
    }

    /**
     * Whether a shot can continue after a frame.
     *
     * @param ahead number of the frame that was handed ahead in this shot
     */
    boolean hasState(long frame, OptionalLong ahead) {
        Entry entry = journal.entries().get(frame);
        return entry != null
                && entry.state() != null
                && (entry.state().equals(Entry.NOTHING)
                        || matches(stateFile(frame), entry.state()) && hasFirstState(entry, ahead));
    }

    private boolean hasFirstState(Entry entry, OptionalLong ahead) {
        if (entry.anchor() == null && ahead.isPresent()) {
            return hasAhead(entry.shot(), ahead.getAsLong());
        }
        Entry first = journal.entries().get(entry.first());
        return first != null && first.state() != null && matches(stateFile(entry.first()), first.state());
    }

    /** Whether there is a state that a frame left which was handed ahead in a shot. */
    boolean hasAhead(long shot, long number) {
        Ahead ahead = journal.aheads().get(shot);
        return ahead != null && ahead.ahead() == number && matches(aheadFile(shot), ahead.state());
    }

    /** What the frame left that those after a frame look at as their shot's first one. */
    Path firstState(long frame, OptionalLong ahead) {
        Entry entry = journal.entries().get(frame);
        return entry.anchor() == null && ahead.isPresent() ? aheadFile(entry.shot()) : stateFile(entry.first());
    }

    /** Whether a frame leaves nothing that would have to be restored. */
    boolean leavesNothing(long frame) {
        return Entry.NOTHING.equals(journal.entries().get(frame).state());
    }

    Path stateFile(long frame) {
        return folder.resolve(String.format(Locale.ROOT, "state-%06d.safetensors", frame));
    }

    /** The state that a frame left which was handed ahead in the shot that begins at a place. */
    Path aheadFile(long shot) {
        return folder.resolve(String.format(Locale.ROOT, "ahead-%06d.safetensors", shot));
    }

    private Path resultFile(long frame) {
        return folder.resolve(String.format(Locale.ROOT, "frame-%06d.png", frame));
    }

    /**
     * Keeps a frame that is done.
     *
     * @param state whose state after the frame is kept too; empty if it shall not be
     */
    void keep(Place place, ModelFrame result, Optional<StageState> state) {
        long frame = place.frame();
        try {
            byte[] picture = StoredPicture.encode(result.picture());
            OwnFiles.replace(resultFile(frame), picture);
            String stateHash = state.isEmpty() ? null : write(stateFile(frame), state.get());
            sync();
            journal.add(new Entry(
                    frame,
                    place.shot(),
                    place.anchor().isPresent() ? place.anchor().getAsLong() : null,
                    Hashes.of(picture),
                    stateHash,
                    StoredParts.of(result.picture(), needed),
                    result.measures().energy(),
                    result.measures().styleDifference(),
                    result.measures().notes().isEmpty()
                            ? null
                            : result.measures().notes()));
            verified.put(resultFile(frame), true);
            verified.put(stateFile(frame), stateHash != null);
            if (stateHash != null) {
                dropStates(place);
            }
        } catch (IOException e) {
            throw FolderFault.of(folder, e);
        }
    }

    /** Keeps what a frame left that was handed ahead in a shot, if it leaves anything. */
    void keepAhead(long shot, long number, StageState state) {
        try {
            String hash = write(aheadFile(shot), state);
            if (!hash.equals(Entry.NOTHING)) {
                sync();
                journal.add(new Ahead(number, shot, hash));
                verified.put(aheadFile(shot), true);
                dropOtherAheads(shot);
            }
        } catch (IOException e) {
            throw FolderFault.of(folder, e);
        }
    }

    private static String write(Path file, StageState state) throws IOException {
        Path part = OwnFiles.partOf(file);
        OwnFiles.remove(part);
        if (!state.save(part)) {
            return Entry.NOTHING;
        }
        String hash = Hashes.of(part);
        OwnFiles.move(part, file);
        return hash;
    }

    private void dropOtherAheads(long shot) throws IOException {
        for (long other : journal.aheads().keySet()) {
            if (other != shot) {
                OwnFiles.remove(aheadFile(other));
                verified.put(aheadFile(other), false);
            }
        }
    }

    /** Deletes all states but a shot's first, its anchor's and the newest. */
    private void dropStates(Place newest) throws IOException {
        List<Path> old = journal.entries().values().stream()
                .filter(entry -> entry.state() != null
                        && entry.frame() != newest.shot()
                        && entry.frame() != newest.anchor().orElse(newest.shot())
                        && entry.frame() <= newest.frame())
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
        OwnFiles.syncFolder(folder);
    }
}
