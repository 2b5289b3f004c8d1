package org.zvideo.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.job.JobListener;

/** A real Spark with two slots in this process. Oracle: the bytes of the file that {@code zvideo} writes. */
class LocalSparkTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static byte[] plain;

    @BeforeAll
    static void runPlain() throws IOException {
        Files.writeString(shared.resolve("cuts.txt"), "2\n5\n6\n");
        Program run = Program.plain(film("-o", shared.resolve("plain.mkv").toString()));
        assertEquals(0, run.status(), run.messages());
        plain = Files.readAllBytes(shared.resolve("plain.mkv"));
    }

    /** Four shots of a film with sound. */
    private static String[] film(String... more) {
        return filmOf(Program.BUNNY.toString(), Program.STYLE.toString(), more);
    }

    private static String[] filmOf(String input, String style, String... more) {
        return Program.small(Stream.concat(
                        Stream.of(
                                input,
                                "--style",
                                style,
                                "--frames",
                                "8",
                                "--cuts",
                                shared.resolve("cuts.txt").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    /** The task that fails has done its shot, so that the second try finds it; all others are tried once. */
    @Test
    void aFilmHasTheBitsOfThePlainRunThoughATaskFails() throws IOException {
        Path out = folder.resolve("film.mkv");
        Program run = Program.spark(film(
                "-o",
                out.toString(),
                "--master",
                "local[2]",
                "--conf",
                "spark.plugins=" + FailingOnce.class.getName()));
        run.assertEnded(0, "4 of 4 units");
        assertArrayEquals(plain, Files.readAllBytes(out));
        assertEquals(5, FailingOnce.STARTED.get(), run.messages());
        assertEquals(
                List.of("film.mkv", "film.report.html", "film.report.json", "film.stats.jsonl"),
                names(folder, "film"),
                "nothing of the job is left");
    }

    /** Job, inputs and result lie where Hadoop finds them, and only there. */
    @Test
    void filesWithAddressesAreBroughtAndTaken() throws IOException {
        Path away = Files.createDirectory(folder.resolve("away"));
        Path film = Files.copy(Program.BUNNY, away.resolve("in.mp4"));
        Path style = Files.copy(Program.STYLE, away.resolve("art.jpg"));
        Program run = Program.spark(filmOf(
                "file://" + film,
                "file://" + style,
                "-o",
                "file://" + away.resolve("away.mkv"),
                "--job=file://" + away.resolve("job"),
                "--slots",
                "2"));
        run.assertEnded(0, "4 of 4 units");
        assertArrayEquals(plain, Files.readAllBytes(away.resolve("away.mkv")));
        assertEquals(
                List.of("away.mkv", "away.report.html", "away.report.json", "away.stats.jsonl"), names(away, "away"));
        try (Stream<Path> left = Files.walk(away.resolve("job"))) {
            assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
        }
    }

    /** All shots but the first are damaged after the job was planned; whole again, these are computed alone. */
    @Test
    void aDamagedShotLeavesTheOthers() throws IOException {
        Path film = Files.copy(Program.BUNNY, folder.resolve("damaged.mp4"));
        byte[] whole = Files.readAllBytes(film);
        Path job = folder.resolve("damaged.json");
        String[] planning = filmOf(
                film.toString(),
                Program.STYLE.toString(),
                "-o",
                folder.resolve("damaged.mkv").toString(),
                "--job",
                job.toString());
        Program planned = Program.plain(
                Stream.concat(Stream.of("shots"), Stream.of(planning)).toArray(String[]::new));
        assertEquals(0, planned.status(), planned.messages());
        JobFolder jobFolder = JobFolder.of(job);
        ShotList list = jobFolder.read();
        Files.write(film, damaged(whole));
        List<FailedShot> failed = new SparkRun(
                        new SparkSettings("local[2]", 1, OptionalInt.empty(), Map.of()),
                        new UnitQueue.Options(2, true, null, 0),
                        List.of(),
                        JobListener.SILENT)
                .run(
                        List.of(ClusterJob.shared(list, jobFolder)),
                        List.of(IntStream.range(0, list.units().size()).boxed().toList()),
                        0);
        assertEquals(List.of(1, 2, 3), failed.stream().map(FailedShot::shot).toList());
        assertEquals(
                List.of(ExitCode.OTHER_JOB, ExitCode.BAD_INPUT, ExitCode.BAD_INPUT),
                failed.stream().map(FailedShot::code).toList(),
                "other pixels, then none");
        for (FailedShot shot : failed) {
            assertTrue(shot.line().startsWith("shot " + shot.shot() + " (frames "), shot.line());
        }
        assertEquals(List.of(1, 2, 3), jobFolder.missing(list));

        Files.write(film, whole);
        Program resumed = Program.spark(
                Stream.concat(Stream.of(planning), Stream.of("--slots", "2")).toArray(String[]::new));
        resumed.assertEnded(0, "1 of 4 units are done already");
        assertArrayEquals(plain, Files.readAllBytes(folder.resolve("damaged.mkv")));
    }

    /** Here lies the sixth frame, of which those before it and behind it are made too. */
    private static byte[] damaged(byte[] film) {
        byte[] damaged = film.clone();
        for (int n = 50_000; n < 51_500; n++) {
            damaged[n] ^= (byte) 0xa5;
        }
        return damaged;
    }

    @Test
    void aClipThatIsNoneLeavesTheOthers() throws IOException {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        Files.writeString(clips.resolve("a.mp4"), "no film");
        Files.copy(Program.BUNNY, clips.resolve("b.mp4"));
        Path results = folder.resolve("results");
        Program run = Program.spark(Program.small(
                clips.toString(),
                "--style",
                Program.STYLE.toString(),
                "--frames",
                "2",
                "--out-dir",
                results.toString(),
                "--no-report"));
        run.assertEnded(65, "a.mp4");
        assertEquals(List.of("b.zvideo.mp4", "b.zvideo.report.json", "b.zvideo.stats.jsonl"), names(results, ""));
    }

    private static List<String> names(Path folder, String start) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .sorted()
                    .toList();
        }
    }
}
