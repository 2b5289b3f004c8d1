package org.zvideo.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project outside of this one that knows nothing but the coordinates. Oracle: Maven, which builds it with every warning of the
 * compiler as an error from the repository that would be published, and the command, which makes the same picture.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerIT {
    private static final String VERSION = System.getProperty("zvideo.version");
    private static final Path REPOSITORY = Path.of(System.getProperty("zvideo.repository"));
    private static final Path TESTDATA = Path.of(System.getProperty("zvideo.testdata"));
    private static final Path CONSUMER = Path.of("src/test/consumer");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Set<String> ARTIFACTS = Set.of(
            "zvideo",
            "zvideo-bom",
            "zvideo-cli",
            "zvideo-core",
            "zvideo-model-mini",
            "zvideo-natives-cpu",
            "zvideo-server",
            "zvideo-video");

    private Path folder;

    private String classPath;

    @BeforeAll
    void build(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path project = folder.resolve("consumer");
        copy(CONSUMER, project);
        String settings = Files.readString(project.resolve("settings.xml"))
                .replace("@ARTIFACTS@", REPOSITORY.toUri().toString())
                .replace(
                        "@OTHERS@",
                        Path.of(System.getProperty("zvideo.m2")).toUri().toString());
        Files.writeString(project.resolve("settings.xml"), settings);
        Process maven = new ProcessBuilder(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "-B",
                        "-q",
                        "-s",
                        "settings.xml",
                        "-Dmaven.repo.local=" + folder.resolve("m2"),
                        "-Dzvideo.version=" + VERSION,
                        "-Djavacpp.platform=linux-x86_64",
                        "compile",
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=class-path")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, maven.waitFor(), said);
        classPath = project.resolve("target/classes")
                + File.pathSeparator
                + Files.readString(project.resolve("class-path")).strip();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> below = Files.walk(from)) {
            for (Path file : below.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void itMakesThePictureOfTheCommandWithNothingButTheCoordinates() throws Exception {
        String[] files = {
            TESTDATA.resolve("photos/coffee.jpg").toString(),
            TESTDATA.resolve("styles/starry-night.jpg").toString()
        };
        run(List.of(JAVA.toString(), "-cp", classPath, "consumer.Consumer", files[0], files[1], "consumer.png"));
        run(List.of(
                TESTDATA.resolveSibling("cli/target/zvideo/bin/zvideo").toString(),
                files[0],
                "--style",
                files[1],
                "--steps",
                "2",
                "--size",
                "64",
                "-o",
                "command.png"));
        assertEquals(Checksum.of(folder.resolve("command.png")), Checksum.of(folder.resolve("consumer.png")));
    }

    private void run(List<String> command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    /** One system's libraries and nothing of the build's tools. */
    @Test
    void itGetsNoMoreThanItNeeds() {
        List<String> jars = Stream.of(classPath.split(File.pathSeparator))
                .map(jar -> jar.replaceFirst("^.*/", ""))
                .toList();
        assertEquals(
                5,
                jars.stream().filter(jar -> jar.endsWith("-linux-x86_64.jar")).count(),
                jars.toString());
        assertTrue(
                jars.stream().noneMatch(jar -> jar.matches("(picocli|jetty|junit|jimfs|jspecify|slf4j-simple).*")),
                jars.toString());
    }

    @Test
    void everythingThatIsPublishedIsComplete() throws IOException {
        assertEquals(
                ARTIFACTS,
                names(REPOSITORY.resolve("org/zvideo")).stream()
                        .filter(name -> !name.equals("zvideo-parent"))
                        .collect(Collectors.toSet()));
        for (String artifact : ARTIFACTS) {
            Path files = REPOSITORY.resolve("org/zvideo").resolve(artifact).resolve(VERSION);
            Set<String> kinds = new TreeSet<>();
            for (String name : names(files)) {
                kinds.add(name.replaceFirst("^" + artifact + "-[\\d.]+(-\\d{8}\\.\\d{6}-\\d+)?", ""));
            }
            assertTrue(kinds.containsAll(Set.of(".pom", ".pom.sha1", ".pom.md5")), artifact + kinds);
            if (!artifact.equals("zvideo-bom")) {
                assertTrue(kinds.containsAll(Set.of(".jar", "-sources.jar", "-javadoc.jar")), artifact + kinds);
            }
            String pom = Files.readString(file(files, ".pom"));
            assertTrue(pom.contains("<license>") && pom.contains("<developer>") && pom.contains("<description>"), pom);
            for (String absent : List.of("<parent>", "<profile>", "<build>", "<scope>test")) {
                assertTrue(!pom.contains(absent), artifact + " has " + absent + ": " + pom);
            }
        }
    }

    @Test
    void theListOfVersionsIsThatOfTheBuild() throws IOException {
        String published = Files.readString(
                file(REPOSITORY.resolve("org/zvideo/zvideo-bom").resolve(VERSION), ".pom"));
        String build = Files.readString(TESTDATA.resolveSibling("pom.xml"));
        for (String library : List.of("bytedeco", "ffmpeg", "opencv", "openblas", "pytorch", "cuda")) {
            Matcher version = Pattern.compile("<" + library + "\\.version>.*</").matcher(build);
            assertTrue(version.find() && published.contains(version.group()), library + ": " + published);
        }
    }

    @Test
    void jarsHaveTheirLicenseAndAModuleNameAndShareNoPackage() throws IOException {
        Set<String> packages = new HashSet<>();
        for (String artifact : ARTIFACTS) {
            if (artifact.equals("zvideo-bom")) {
                continue;
            }
            try (ZipFile jar = new ZipFile(
                    file(REPOSITORY.resolve("org/zvideo").resolve(artifact).resolve(VERSION), ".jar")
                            .toFile())) {
                assertTrue(
                        jar.getEntry("META-INF/LICENSE") != null && jar.getEntry("META-INF/NOTICE") != null, artifact);
                String manifest = new String(
                        jar.getInputStream(jar.getEntry("META-INF/MANIFEST.MF")).readAllBytes(),
                        StandardCharsets.UTF_8);
                assertTrue(manifest.contains("Automatic-Module-Name: org.zvideo."), artifact + manifest);
                Set<String> own = jar.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(".class"))
                        .map(name -> name.replaceFirst("/[^/]*$", ""))
                        .collect(Collectors.toSet());
                own.forEach(name -> assertTrue(packages.add(name), artifact + " shares " + name));
            }
        }
    }

    private static Path file(Path files, String ending) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(file -> file.getFileName().toString().matches(".*[\\d]" + ending.replace(".", "\\."))
                            || file.getFileName().toString().endsWith(VERSION + ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("maven-metadata"))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
