package org.zvideo.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * What was packed. Oracle: the checksums that the repository keeps of the jars of the ordinary distribution, and the names that only
 * Spark may bring.
 */
class DistributionIT {
    private static final Path ORDINARY = Path.of("../cli/target/zvideo");
    private static final Path JAR = Path.of("target/zvideo-cluster.jar");

    /** The jars of others are those of the list, as many as it has for one platform; ours are the modules that it is made of. */
    @Test
    void theOrdinaryDistributionHasNothingOfSpark() throws IOException {
        List<String> jars = names(ORDINARY.resolve("lib")).stream()
                .filter(name -> name.endsWith(".jar"))
                .toList();
        List<String> listed = Files.readAllLines(ORDINARY.resolve("sbom/jars.sha256")).stream()
                .map(line -> line.split(" +", 2)[1])
                .toList();
        for (String jar : jars) {
            assertTrue(listed.contains(jar) || jar.matches("zvideo-(core|video|server|cli|natives-[cg]pu)-.*"), jar);
        }
        assertEquals(List.of("zvideo", "zvideo.bat"), names(ORDINARY.resolve("bin")));
    }

    @Test
    void theJarBringsNothingThatSparkBrings() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            for (String sparks : List.of(
                    "org/apache/spark/",
                    "org/apache/hadoop/",
                    "scala/",
                    "org/slf4j/",
                    "org/apache/logging/",
                    "com/fasterxml/jackson/")) {
                assertEquals(
                        List.of(),
                        names.stream().filter(name -> name.startsWith(sparks)).toList());
            }
            for (String needed : List.of(
                    "org/zvideo/cluster/Main.class",
                    "org/zvideo/cli/command/Zvideo.class",
                    "org/zvideo/cluster/shaded/jackson/databind/ObjectMapper.class",
                    "META-INF/LICENSE")) {
                assertTrue(names.contains(needed), needed);
            }
            assertEquals("true", jar.getManifest().getMainAttributes().getValue("Multi-Release"));
        }
    }

    /** One Jackson of one version, the one that Spark's Scala module asks for, and one provider of slf4j. */
    @Test
    void theSparkBesideItIsWhole() throws IOException {
        List<String> jars = names(Path.of("target/zvideo-spark/lib/spark/jars"));
        assertEquals(
                1, jars.stream().filter(name -> name.startsWith("spark-core_")).count());
        assertEquals(
                List.of(),
                jars.stream()
                        .filter(name -> name.matches("(zvideo|slf4j-simple|javacpp|picocli).*"))
                        .toList());
        List<String> minors = jars.stream()
                .filter(name -> name.matches("jackson-(core|databind|module-scala_.*)-\\d.*"))
                .map(name -> name.replaceFirst(".*-(\\d+\\.\\d+)\\..*", "$1"))
                .distinct()
                .toList();
        assertEquals(1, minors.size(), jars.toString());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
