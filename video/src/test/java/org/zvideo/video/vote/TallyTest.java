package org.zvideo.video.vote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** Counting votes. Oracle: votes counted by hand, and Wilson's interval as printed in textbooks. */
class TallyTest {
    private static final VoteKey KEY = new VoteKey(
            VoteKey.VERSION,
            "5tudy",
            0,
            List.of("a", "b", "c"),
            List.of("content", "overall"),
            Map.of(
                    "t1", new VoteKey.Trial("one", Map.of("x", "a", "y", "b")),
                    "t2", new VoteKey.Trial("one", Map.of("x", "a", "z", "c")),
                    "t3", new VoteKey.Trial("one", Map.of("y", "b", "z", "c"))));

    @TempDir
    Path folder;

    private Path votes(String name, String... lines) throws Exception {
        return Files.writeString(folder.resolve(name), Ballots.HEADER + "\n" + String.join("\n", lines) + "\n");
    }

    private static String line(String voter, String trial, String question, String sides, String choice, int second) {
        return "5tudy," + voter + "," + trial + "," + question + "," + sides + "," + choice + ",1.5,2026-11-26T10:00:"
                + (second + 10) + ".000Z";
    }

    @Test
    void winsTiesAndLossesAreThoseOfTheProgramsWhicheverSideTheyWereOn() throws Exception {
        Ballots ballots = new Ballots(KEY);
        ballots.read(votes(
                "one.csv",
                line("v1", "t1", "content", "x,y", "left", 0), // a over b
                line("v1", "t2", "content", "z,x", "right", 1), // a over c
                line("v1", "t3", "content", "y,z", "tie", 2)));
        ballots.read(votes(
                "two.csv",
                line("v2", "t1", "content", "y,x", "left", 3), // b over a
                line("v2", "t1", "overall", "y,x", "right", 4))); // a over b
        Tally tally = Tally.of(KEY, ballots);
        assertEquals(2, tally.voters());
        assertEquals(
                List.of("content", "overall"),
                tally.questions().stream().map(Tally.Answers::question).toList());
        Tally.Answers content = tally.questions().get(0);
        assertEquals(4, content.votes());
        assertEquals(
                List.of("a null 2 0 1", "b null 1 1 1", "c null 0 1 1"),
                content.programs().stream().map(TallyTest::counts).toList());
        assertEquals(
                List.of("a b 1 0 1", "a c 1 0 0", "b c 0 1 0"),
                content.pairs().stream().map(TallyTest::counts).toList());
        assertEquals(2.0 / 3, content.programs().get(0).preferred().value());
        assertNull(content.pairs().get(2).preferred(), "a tie prefers neither");
        assertEquals("a b 1 0 0", counts(tally.questions().get(1).pairs().get(0)));
    }

    private static String counts(Tally.Row row) {
        return row.program() + " " + row.over() + " " + row.wins() + " " + row.ties() + " " + row.losses();
    }

    /** 8 of 10: (0.8 + 0.19207) / 1.384146 ± 1.959964 / 1.384146 · √(0.016 + 0.0096037) = 0.716740 ± 0.226577. */
    @Test
    void theIntervalIsWilsons() {
        Share share = Share.of(8, 10);
        assertEquals(0.490163, share.low(), 2e-6);
        assertEquals(0.943317, share.high(), 2e-6);
        assertEquals(0, Share.of(0, 10).low());
        assertEquals(0.277533, Share.of(0, 10).high(), 2e-6); // z² / (n + z²)
        assertEquals(1, Share.of(10, 10).high(), 1e-15);
        assertEquals(0.722467, Share.of(10, 10).low(), 2e-6);
    }

    @Test
    void aVoterHasOneAnswerToAQuestion() throws Exception {
        String first = line("v1", "t1", "content", "x,y", "left", 0);
        Ballots ballots = new Ballots(KEY);
        Path later = votes("later.csv", line("v1", "t1", "content", "x,y", "right", 5));
        ballots.read(later);
        ballots.read(votes("first.csv", first, line("v1", "t2", "content", "x,z", "left", 1)));
        ballots.read(later);
        assertEquals(1, ballots.repeated());
        assertEquals(1, ballots.changed());
        Tally.Answers content = Tally.of(KEY, ballots).questions().get(0);
        assertEquals("a b 0 0 1", counts(content.pairs().get(0)), "the last one, in whatever order they are read");
        assertEquals(2, content.votes());
    }

    @Test
    void whatAreNoVotesOfThisStudyIsRefused() throws Exception {
        String good = line("v1", "t1", "content", "x,y", "left", 0);
        refused("line 3 is a vote of study other", good, good.replace("5tudy", "other"));
        refused("does not answer", good.replace("t1", "t9"));
        refused("does not answer", good.replace("content", "style"));
        refused("does not answer", good.replace("x,y", "x,z"));
        refused("does not answer", good.replace("x,y", "x,x"));
        refused("does not answer", good.replace("v1", ""));
        refused("expected left, right or tie", good.replace("left", "both"));
        refused("expected left, right or tie", good.replace("2026-11-26", "26.11.2026 "));
        refused("10 columns", good + ",more");
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        assertEquals(ErrorKind.BAD_INPUT, failure(other).kind());
        assertEquals(
                ErrorKind.MISSING_INPUT, failure(folder.resolve("absent.csv")).kind());
        Path binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertTrue(failure(binary).getMessage().contains("not text"));
    }

    private void refused(String why, String... lines) throws Exception {
        MediaException failure = failure(votes("bad.csv", lines));
        assertEquals(ErrorKind.BAD_INPUT, failure.kind());
        assertTrue(failure.getMessage().contains(why), failure.getMessage());
    }

    private static MediaException failure(Path file) {
        Ballots ballots = new Ballots(KEY);
        MediaException failure = assertThrows(MediaException.class, () -> ballots.read(file));
        assertEquals(List.of(), ballots.votes(), "nothing of a refused file counts");
        return failure;
    }
}
