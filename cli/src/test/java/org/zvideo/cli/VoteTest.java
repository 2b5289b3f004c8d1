package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/** The commands {@code zvideo vote} and {@code zvideo tally}. Oracle: how the votes were cast. */
class VoteTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @BeforeEach
    void makePictures() throws Exception {
        for (String name : List.of("in.png", "a.png", "b.png")) {
            Files.write(folder.resolve(name), StillImage.encode(new RgbImage(32, 32), Path.of(name)));
        }
    }

    private Run vote(String... more) throws Exception {
        return PROGRAM.of(
                ("vote in.png --result ours=a.png --result peer=b.png " + String.join(" ", more)).split(" +"));
    }

    @Test
    void votesAreCountedByTheKey() throws Exception {
        Run made = vote("--style", Run.STYLE);
        assertEquals(0, made.status(), made.messages());
        assertTrue(Files.exists(folder.resolve("in.vote.html")), made.results());
        JsonNode key = JSON.readTree(folder.resolve("in.vote.key.json").toFile());
        String[] ids = new String[2];
        key.at("/trials/t001/programs")
                .forEachEntry((id, program) -> ids[program.asText().equals("ours") ? 0 : 1] = id);
        StringBuilder votes = new StringBuilder("study,voter,trial,question,left,right,choice,seconds,time\n");
        for (int voter = 0; voter < 10; voter++) { // 8 prefer ours, which is on the left of every second one
            boolean left = voter % 2 == 0;
            votes.append(String.join(
                            ",",
                            key.get("study").asText(),
                            "v" + voter,
                            "t001",
                            "style",
                            ids[left ? 0 : 1],
                            ids[left ? 1 : 0],
                            left == voter < 8 ? "left" : "right",
                            "2.5",
                            "2026-11-26T10:00:00Z"))
                    .append('\n');
        }
        Files.writeString(folder.resolve("votes.csv"), votes);
        Run tally = PROGRAM.of("tally", "votes.csv", "votes.csv", "--key", "in.vote.key.json", "--json", "tally.json");
        assertEquals(0, tally.status(), tally.messages());
        assertTrue(tally.results().contains("voters: 10\n"), tally.results());
        assertTrue(tally.results().contains("| ours | all others | 8 | 0 | 2 | 80 % | 49–94 % |"), tally.results());
        assertTrue(tally.messages().contains("10 votes are in the files more than once"), tally.messages());
        JsonNode style = JSON.readTree(folder.resolve("tally.json").toFile()).at("/questions/1");
        assertEquals("style", style.get("question").asText());
        assertEquals(0.943317, style.at("/pairs/0/preferred/high").asDouble(), 2e-6);

        Files.writeString(
                folder.resolve("votes.csv"),
                votes.toString().replace(key.get("study").asText(), "other"));
        PROGRAM.of("tally", "votes.csv", "--key", "in.vote.key.json").assertFailed(65, "is a vote of study other");
        PROGRAM.of("tally", "votes.csv", "--key", "votes.csv").assertFailed(65, "is not the key of a vote");
        vote().assertFailed(73, "in.vote.html");
    }

    @Test
    void wrongInputIsOneLineAndTheRightStatus() throws Exception {
        vote("--result", "ours=in.png").assertFailed(64, "the name is given twice");
        vote("--result", "third").assertFailed(64, "expected NAME=FILE");
        vote("--trials", "2").assertFailed(64, "expected 1 to 1");
        vote("-o", "page.txt").assertFailed(64, "name it .html");
        vote("--result", "third=c.png").assertFailed(66, "no such file");
        PROGRAM.of("vote", "in.png", "--result", "ours=a.png").assertFailed(64, "two or more");
        vote("-o", "in.png").assertFailed(64, "name it .html");
        try (var files = Files.list(folder)) {
            assertEquals(3, files.count(), "nothing is written");
        }
    }
}
