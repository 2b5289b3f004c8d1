package org.zvideo.video.vote;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.video.error.MediaException;

/**
 * The votes of one study from any number of files. A voter has one answer to each question of a trial: the last one counts, as a
 * voter may go back and change it, or save the same votes twice.
 */
public final class Ballots {
    /** The first line of a file of votes. */
    static final String HEADER = "study,voter,trial,question,left,right,choice,seconds,time";

    /** A hundred thousand votes. */
    private static final int LARGEST = 16_000_000;

    private static final int COLUMNS = HEADER.split(",").length;

    private final VoteKey key;
    private final Map<List<String>, Vote> votes = new LinkedHashMap<>();
    private int repeated;
    private int changed;

    /** Starts without votes. */
    public Ballots(VoteKey key) {
        this.key = key;
    }

    /**
     * Adds the votes of a file.
     *
     * @throws MediaException if the file is missing, holds anything but votes, or votes of another study
     */
    public void read(Path file) {
        List<Vote> read = new ArrayList<>();
        List<String> lines = lines(file);
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw bad(file, "holds no votes: its first line is not " + HEADER);
        }
        for (int n = 1; n < lines.size(); n++) {
            if (!lines.get(n).isBlank()) {
                read.add(vote(file, n + 1, lines.get(n).split(",", -1)));
            }
        }
        read.forEach(this::add);
    }

    private static List<String> lines(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "votes " + file + (Files.exists(file) ? ": not a file that can be read" : ": no such file"));
        }
        try {
            return LimitedFile.text(file, LARGEST).replace("\uFEFF", "").lines().toList(); // spreadsheets add a mark
        } catch (CharacterCodingException e) {
            throw bad(file, "holds no votes: it is not text");
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "votes " + file + ": " + FileReason.of(e), e);
        }
    }

    private Vote vote(Path file, int line, String[] cells) {
        if (cells.length != COLUMNS) {
            throw bad(file, "line " + line + " has " + cells.length + " columns; expected " + COLUMNS);
        }
        if (!cells[0].equals(key.study())) {
            throw bad(file, "line " + line + " is a vote of study " + cells[0] + "; the key is that of " + key.study());
        }
        Optional<Question> question =
                Question.of(cells[3]).filter(asked -> key.questions().contains(asked.id()));
        VoteKey.Trial trial = key.trials().get(cells[2]);
        if (trial == null
                || question.isEmpty()
                || !trial.programs().keySet().equals(pair(cells[4], cells[5]))
                || cells[1].isBlank()) {
            throw bad(file, "line " + line + " does not answer a question of this study");
        }
        try {
            return new Vote(
                    cells[1],
                    cells[2],
                    question.get(),
                    trial.program(cells[4]),
                    trial.program(cells[5]),
                    choice(cells[6]),
                    Instant.parse(cells[8]));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw bad(file, "line " + line + ": expected left, right or tie, and a time");
        }
    }

    private static Set<String> pair(String left, String right) {
        return left.equals(right) ? Set.of(left) : Set.of(left, right);
    }

    private static Vote.Choice choice(String text) {
        return switch (text) {
            case "left" -> Vote.Choice.LEFT;
            case "right" -> Vote.Choice.RIGHT;
            case "tie" -> Vote.Choice.TIE;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private void add(Vote vote) {
        List<String> what = List.of(vote.voter(), vote.trial(), vote.question().id());
        Vote before = votes.get(what);
        if (vote.equals(before)) {
            repeated++;
        } else if (before != null) {
            changed++;
        }
        if (before == null || !vote.time().isBefore(before.time())) {
            votes.put(what, vote);
        }
    }

    /** The votes that count, in the order in which they were read. */
    List<Vote> votes() {
        return List.copyOf(votes.values());
    }

    /** Votes that were read before, with nothing different. */
    public int repeated() {
        return repeated;
    }

    /** Votes that differ from another of the same voter on the same question and trial; the last one counts. */
    public int changed() {
        return changed;
    }

    private static MediaException bad(Path file, String why) {
        return new MediaException(ErrorKind.BAD_INPUT, "votes " + file + ": " + why);
    }
}
