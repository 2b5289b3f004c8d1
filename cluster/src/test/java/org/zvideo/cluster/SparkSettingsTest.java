package org.zvideo.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle: the documentation of Spark, and the launcher of zvideo for the variables. */
class SparkSettingsTest {
    @TempDir
    Path folder;

    @Test
    void whatCannotBeIsOneLine() {
        for (List<String> refused : List.of(
                List.of("--conf", "spark.executor.userClassPathFirst=true", "two class loaders"),
                List.of("--conf", "spark.task.resource.gpu.amount=1", "no GPUs"),
                List.of("--conf", "executor.cores=1", "begin with spark."),
                List.of("--master", "spark://192.0.2.1:7077", "--trusted-network"),
                List.of("--slots", "0", "expected 1 to"),
                List.of("--groups", "0", "expected 1 to"),
                List.of("--job", "hdfs:///x y", "is no address"),
                List.of("-o", "file:///out.mkv", "--job ADDRESS"),
                List.of("--dump", "d", "--dump: not for a job"))) {
            Program run = Program.spark(
                    Program.BUNNY.toString(), "--style", Program.STYLE.toString(), refused.get(0), refused.get(1));
            run.assertEnded(64, refused.get(2));
            assertEquals(1, run.messages().lines().count(), run.messages());
        }
    }

    @Test
    void aLocalMasterTriesAgainAndHasASlotForSomeCores() {
        assertEquals(
                "local[3,4]",
                settings("local[3]", OptionalInt.empty())
                        .conf("a", List.of(), 0)
                        .get("spark.master"));
        assertEquals(
                "local[5,4]",
                settings("local[*]", OptionalInt.of(5)).conf("a", List.of(), 0).get("spark.master"));
        assertEquals(
                "a.jar",
                settings("spark://127.0.0.1:7077", OptionalInt.of(5))
                        .conf("a", List.of("a.jar"), 0)
                        .get("spark.jars"));
        assertEquals(
                "10",
                settings("spark://127.0.0.1:7077", OptionalInt.of(5))
                        .conf("a", List.of(), 0)
                        .get("spark.cores.max"));
    }

    private static SparkSettings settings(String master, OptionalInt slots) {
        return new SparkSettings(master, 2, slots, Map.of("spark.app.id", "x"));
    }

    /** Executors are not started by it, and need what it sets. */
    @Test
    void everyVariableOfTheLauncherIsHandedOn() throws IOException {
        String launcher = Files.readString(Program.TESTDATA.resolve("../cli/src/main/dist/bin/zvideo"));
        TreeSet<String> exported = new TreeSet<>(Pattern.compile("(?m)^.*export (.*)$")
                .matcher(launcher)
                .results()
                .map(MatchResult::group)
                .flatMap(line ->
                        Pattern.compile("\\b([A-Z][A-Z_]+)=").matcher(line).results())
                .map(match -> match.group(1))
                .toList());
        assertTrue(exported.size() > 8, exported.toString());
        exported.removeAll(SparkSettings.ENVIRONMENT);
        assertEquals(new TreeSet<>(), exported);
    }

    /** Both launchers set the same variables in the same words; downloads, which have a Java of their own, have no Spark. */
    @Test
    void bothLaunchersSetTheSame() throws IOException {
        assertEquals(
                environment(Program.TESTDATA.resolve("../cli/src/main/dist/bin/zvideo")),
                environment(Path.of("src/main/dist/bin/zvideo-spark")));
    }

    private static String environment(Path launcher) throws IOException {
        String text = Files.readString(launcher);
        int from = text.indexOf("# What goes wrong comes back");
        return text.substring(from, text.indexOf("\nesac\n", text.indexOf("export LC_ALL", from)));
    }
}
