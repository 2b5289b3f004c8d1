package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --no-audio} and {@code --audio-tracks}. Oracle: the streams that the report lists of the result. */
class AudioTracksTest {
    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    private Run run(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(Run.small(2, 2, "--temporal", "none", "-o", "out.mkv", "-y")));
        command.addAll(List.of(options));
        return PROGRAM.of(command.toArray(String[]::new));
    }

    private boolean sounds() throws Exception {
        String report = Files.readString(folder.resolve("out.report.json"));
        String output = report.substring(report.indexOf("\"output\"", report.indexOf("\"streams\"")));
        return output.substring(0, output.indexOf(']')).contains("\"audio\"");
    }

    @Test
    void soundIsKeptAsChosen() throws Exception {
        assertEquals(0, run().status());
        assertTrue(sounds());
        Run silent = run("--no-audio");
        assertEquals(0, silent.status(), silent.messages());
        assertFalse(sounds());
        assertFalse(silent.messages().contains("not in the output"), silent.messages());
        assertEquals(0, run("--audio-tracks", "0").status());
        assertTrue(sounds());
    }

    @Test
    void wrongChoicesAreUsageErrors() throws Exception {
        run("--audio-tracks", "1").assertFailed(64, "has one audio track, 0");
        run("--audio-tracks", "0,2,7").assertFailed(64, "audio track 2");
        run("--audio-tracks", "-1").assertFailed(64, "");
        run("--audio-tracks", "x").assertFailed(64, "--audio-tracks");
        run("--audio-tracks", "0", "--no-audio").assertFailed(64, "contradict");
    }
}
