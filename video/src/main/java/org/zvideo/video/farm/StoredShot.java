package org.zvideo.video.farm;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.report.WorstPairs;
import org.zvideo.video.resume.Hashes;

/**
 * An attempt at a shot that came to its end. Its files are what its outcome says by their hashes, which are checked when they are
 * read.
 */
final class StoredShot {
    private static final int LARGEST_PICTURE = 1 << 30;
    /** Four small pictures. */
    private static final int LARGEST_PAIR = 16_000_000;
    /** A day of frames. */
    private static final int LARGEST_LINES = 2_000_000_000;

    private final Path folder;
    private final ShotOutcome.Done outcome;
    private final List<FrameRecord> frames;

    private StoredShot(Path folder, ShotOutcome.Done outcome, List<FrameRecord> frames) {
        this.folder = folder;
        this.outcome = outcome;
        this.frames = frames;
    }

    /** Opens an attempt; empty if it is not whole as far as names and sizes tell, or belongs to another job. */
    static Optional<StoredShot> open(Path folder, ShotList list, int shot) throws IOException {
        if (!OwnFiles.isPlain(folder.resolve(ShotFiles.OUTCOME))) {
            return Optional.empty();
        }
        try {
            ShotOutcome.Done outcome = LimitedJson.value(
                    ShotFiles.JSON, folder.resolve(ShotFiles.OUTCOME), LimitedJson.SMALL, ShotOutcome.Done.class);
            if (outcome.version() != ShotOutcome.Done.VERSION
                    || !ShotListJson.id(list).equals(outcome.job())
                    || outcome.shot() != shot
                    || !list.cpuLevel().equals(outcome.cpuLevel())) {
                return Optional.empty();
            }
            StoredShot stored = new StoredShot(folder, outcome, records(folder, outcome));
            return stored.isWhole(list.shots().get(shot)) ? Optional.of(stored) : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty(); // damaged, as a test without a hash would find it
        }
    }

    private static List<FrameRecord> records(Path folder, ShotOutcome.Done outcome) throws IOException {
        Path file = folder.resolve(ShotFiles.FRAMES);
        if (!OwnFiles.isPlain(file)) {
            return List.of();
        }
        byte[] lines = LimitedFile.bytes(file, LARGEST_LINES);
        if (!Hashes.of(lines).equals(outcome.frames())) {
            return List.of();
        }
        List<FrameRecord> records = new ArrayList<>();
        for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
            records.add(ShotFiles.JSON.readValue(line, FrameRecord.class));
        }
        return records;
    }

    private boolean isWhole(ShotSpan span) throws IOException {
        if (frames.size() != span.frames()) {
            return false;
        }
        for (int n = 0; n < frames.size(); n++) {
            Path file = file(span.first() + n);
            if (frames.get(n).frame() != span.first() + n
                    || !OwnFiles.isPlain(file)
                    || Files.size(file) != frames.get(n).bytes()) {
                return false;
            }
        }
        return true;
    }

    private Path file(long frame) {
        return folder.resolve(ShotFiles.frame(frame));
    }

    Path folder() {
        return folder;
    }

    ShotOutcome.Done outcome() {
        return outcome;
    }

    /** What is known of a frame by its place in the shot. */
    FrameRecord frame(int place) {
        return frames.get(place);
    }

    /** The picture of a frame by its place in the shot; empty if its file is damaged. */
    Optional<RgbImage> picture(int place) throws IOException {
        FrameRecord frame = frames.get(place);
        byte[] picture = LimitedFile.bytes(file(frame.frame()), LARGEST_PICTURE);
        return Hashes.of(picture).equals(frame.sha256()) ? Optional.of(FramePicture.decode(picture)) : Optional.empty();
    }

    /** The pictures of a pair of frames; empty if their file is damaged. */
    Optional<WorstPairs.Pictures> pictures(ShotOutcome.WorstPair pair) throws IOException {
        Path file = folder.resolve(ShotFiles.pair(pair.frame()));
        if (!OwnFiles.isPlain(file)) {
            return Optional.empty();
        }
        byte[] pictures = LimitedFile.bytes(file, LARGEST_PAIR);
        return Hashes.of(pictures).equals(pair.sha256())
                ? Optional.of(ShotFiles.JSON.readValue(pictures, WorstPairs.Pictures.class))
                : Optional.empty();
    }

    /** Whether every file is what the outcome says. */
    boolean isSound() throws IOException {
        for (FrameRecord frame : frames) {
            if (!Hashes.matches(file(frame.frame()), frame.sha256())) {
                return false;
            }
        }
        for (ShotOutcome.WorstPair pair : outcome.worst()) {
            if (!Hashes.matches(folder.resolve(ShotFiles.pair(pair.frame())), pair.sha256())) {
                return false;
            }
        }
        return true;
    }

    /** Says that the attempt does not count any more. */
    void discard() throws IOException {
        ShotAttempt.delete(folder);
    }
}
