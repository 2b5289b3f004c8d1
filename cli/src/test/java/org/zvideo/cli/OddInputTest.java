package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.cli.terminal.Cancellation;
import org.zvideo.cli.terminal.Console;

/**
 * What a newcomer may type: folders, pipes and the root in place of files, numbers of programs, presets with wrong types. Oracle: one
 * line, its status, and that it comes before the source is decoded ({@code noise} is not a video: status 65).
 */
class OddInputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "73 | noise --style art.jpg -o / | output /: is a folder; name a file in it",
                "73 | noise --style art.jpg -o folder | folder: is a folder; name a file in it",
                "73 | noise --style art.jpg -o none/x.mp4 | none does not exist; create it first",
                "73 | noise --style art.jpg --isolate -o none/x.mp4 | none does not exist; create it first",
                "64 | noise --style art.jpg -o x.tar.gz | unknown kind of file; name it .mp4",
                "64 | noise --style art.jpg -o noise | unknown kind of file; name it .mp4",
                "64 | report noise noise -o / | output /: name it .html",
                "64 | preview art.jpg --style art.jpg -o / | output /: the result is a picture",
                "66 | / --style art.jpg | input /: is a folder, not a video",
                "66 | noise --style art.jpg --mask pipe -o x.mp4 | pipe: not a readable file",
                "66 | tally pipe --key pipe | pipe: not a file that can be read",
                "66 | tally folder --key folder | folder: not a file that can be read",
                "66 | evaluate --content folder --style art.jpg -o study | folder: contains no files",
                "64 | noise --style art.jpg:NaN -o x.mp4 | lambda NaN: expected more than 0",
                "64 | noise --style art.jpg --isolate --lambda NaN -o x.mp4 | lambda NaN: expected more than 0",
                "64 | noise --style art.jpg --lambda 0 -o x.mp4 | lambda 0.0: expected more than 0",
                "66 | noise --style art.jpg:1f -o x.mp4 | art.jpg:1f: no such file",
                "65 | noise --style art.jpg --preset wrong.json -o x.mp4 | wrong.json: Invalid value for option '--steps': 'ten'",
                "64 | noise --style art.jpg --preset right.json --steps ten -o x.mp4 | error: Invalid value for option '--steps'",
                "64 | help nothing | Unknown subcommand 'nothing'; see zvideo --help",
                "65 | noise --style art.jpg -o x.mp4 | not a recognized video container"
            })
    void isOneLine(int status, String command, String words) throws Exception {
        Files.write(folder.resolve("noise"), new byte[] {7, 1, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9});
        Files.copy(Path.of(Run.STYLE), folder.resolve("art.jpg"));
        Files.createDirectory(folder.resolve("folder"));
        Files.writeString(folder.resolve("wrong.json"), "{\"steps\": \"ten\"}");
        Files.writeString(folder.resolve("right.json"), "{\"steps\": 10}");
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor());
        List<Path> before = names();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream standard = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        int ended;
        try {
            ended = Main.run(
                    new Console(new Cancellation()),
                    Stream.of(command.split(" "))
                            .map(word -> word.matches("(noise|art|folder|none|pipe|wrong|right|x|study)\\b.*")
                                    ? folder + "/" + word
                                    : word)
                            .toArray(String[]::new));
        } finally {
            System.setErr(standard);
        }
        String line = said.toString(StandardCharsets.UTF_8);
        assertEquals(status, ended, line);
        assertTrue(line.startsWith("zvideo: error: ") && line.contains(words), line);
        assertEquals(1, line.lines().count(), line);
        assertEquals(before, names());
    }

    private List<Path> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
