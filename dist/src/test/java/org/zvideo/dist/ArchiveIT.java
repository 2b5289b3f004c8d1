package org.zvideo.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
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
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;

/**
 * The archive for Linux, unpacked in a folder with a blank and an umlaut, by somebody who has neither Java nor Maven. Oracle: the
 * file that the built program makes of the same clip, the system's own word on what libraries need, and FFmpeg, which plays the
 * result.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveIT {
    private static final String VERSION = System.getProperty("zvideo.version");
    private static final Path ARCHIVES = Path.of(System.getProperty("zvideo.archives"));
    private static final Path TESTDATA = Path.of(System.getProperty("zvideo.testdata"));
    private static final Path BUILT = TESTDATA.resolveSibling("cli/target/zvideo");
    /** What every Linux has that these libraries are built for. */
    private static final Set<String> OF_THE_SYSTEM = Set.of(
            "linux-vdso.so.1",
            "ld-linux-x86-64.so.2",
            "libc.so.6",
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libstdc++.so.6",
            "libgcc_s.so.1");
    /** Parts for windows, sound, cameras, Python and other programs' BLAS, which are never loaded; {@code .ci/container} runs without them. */
    private static final String UNUSED =
            "lib(awt_xawt|jawt|jsound|splashscreen)\\.so|lib(jni)?(avdevice|opencv_highgui|openblas_nolapack)\\.so.*|cv2\\..*";

    private Path folder;

    private Path home;
    private Path tools;

    @BeforeAll
    void unpack(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path place = Files.createDirectory(folder.resolve("ein Ördner"));
        assertEquals(
                0,
                new ProcessBuilder("tar", "-xzf", archive().toString())
                        .directory(place.toFile())
                        .inheritIO()
                        .start()
                        .waitFor());
        home = place.resolve("zvideo-" + VERSION);
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("sh", "env", "readlink", "grep", "locale")) {
            Path found = Stream.of(System.getenv("PATH").split(":"))
                    .map(path -> Path.of(path, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(tools.resolve(tool), found);
        }
    }

    private static Path archive() {
        return ARCHIVES.resolve("zvideo-" + VERSION + "-linux-x86_64.tar.gz");
    }

    private ProcessBuilder command(Path program, String... words) {
        List<String> command =
                new ArrayList<>(List.of(program.resolve("bin/zvideo").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        if (program.equals(BUILT)) {
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        }
        return builder;
    }

    private void run(Path program, String... words) throws Exception {
        Process process = command(program, words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", words) + ": " + said);
    }

    @Test
    void itHoldsWhatItsReadMeSays() throws IOException {
        assertEquals(
                Set.of(
                        "LICENSE",
                        "NOTICE",
                        "README.md",
                        "THIRD-PARTY.md",
                        "bin",
                        "completion",
                        "legal",
                        "lib",
                        "man",
                        "model",
                        "plugins",
                        "runtime",
                        "sbom"),
                names(home));
        assertEquals(Set.of("zvideo"), names(home.resolve("bin")));
        Set<String> packed = names(home.resolve("lib"));
        Set<String> built = names(BUILT.resolve("lib"));
        built.remove("zvideo.jsa"); // of another Java and another folder
        assertEquals(built, packed);
        assertEquals(
                Set.of(),
                packed.stream()
                        .filter(jar -> jar.matches(".*-(macosx|windows)-.*"))
                        .collect(Collectors.toSet()));
        String whose = Files.readString(home.resolve("THIRD-PARTY.md"));
        assertTrue(whose.contains("| FFmpeg | ") && whose.contains("| LGPL-3.0-or-later |"), whose);
        assertTrue(!whose.contains("| unknown |"), "a license of every part is named");
        assertTrue(Files.exists(home.resolve("legal/LGPL-3.0.txt")));
        assertTrue(Files.exists(home.resolve("runtime/legal/java.base/LICENSE")));
    }

    @Test
    void theChecksumsAreThoseOfTheFiles() throws Exception {
        assertTrue(Files.readString(ARCHIVES.resolve("SHA256SUMS"))
                .contains("  " + archive().getFileName() + "\n"));
        assertEquals(
                0,
                new ProcessBuilder("sha256sum", "-c", "--quiet", "SHA256SUMS")
                        .directory(ARCHIVES.toFile())
                        .inheritIO()
                        .start()
                        .waitFor());
    }

    @Test
    void theMainJobGivesWhatTheBuiltProgramGives() throws Exception {
        String[] job = {
            TESTDATA.resolve("clips/bunny.mp4").toString(),
            "--style",
            TESTDATA.resolve("styles/starry-night.jpg").toString(),
            "--frames",
            "3",
            "--steps",
            "2",
            "--size",
            "64",
            "-o"
        };
        run(BUILT, with(job, "built.mp4"));
        run(home, with(job, "gepäckt ö.mp4"));
        Path result = folder.resolve("gepäckt ö.mp4");
        assertEquals(Checksum.of(folder.resolve("built.mp4")), Checksum.of(result));
        assertTrue(Files.exists(folder.resolve("gepäckt ö.report.html")));
        int frames = 0;
        try (VideoReader reader = VideoReader.open(result, Clip.WHOLE, ReadOptions.DEFAULT)) {
            for (var frame = reader.nextFrame(); frame.isPresent(); frame = reader.nextFrame()) {
                try (VideoFrame shown = frame.get()) {
                    assertTrue(shown.duration() > 0);
                }
                frames++;
            }
        }
        assertEquals(3, frames);
        run(home, "report", "built.mp4", "gepäckt ö.mp4", "-o", "check.html");
    }

    private static String[] with(String[] job, String last) {
        return Stream.concat(Stream.of(job), Stream.of(last)).toArray(String[]::new);
    }

    /** Commands that use other parts of Java than the main job. */
    @Test
    void everyCommandFindsItsPartsOfJava() throws Exception {
        run(home, "--version");
        run(home, "doctor");
        run(home, "man");
        run(home, "models", "check", home.resolve("model/mini").toString());
        run(
                home,
                "preview",
                TESTDATA.resolve("photos/coffee.jpg").toString(),
                "--style",
                TESTDATA.resolve("styles/starry-night.jpg").toString(),
                "--size",
                "64",
                "--steps",
                "2",
                "--sheet",
                "strengths",
                "-o",
                "sheet.png");
    }

    @Test
    void thePageIsServed() throws Exception {
        Process server =
                command(home, "serve", "--no-open").redirectErrorStream(true).start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            Pattern address = Pattern.compile("http://127\\.0\\.0\\.1:\\d+\\S*");
            StringBuilder all = new StringBuilder();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                all.append(line).append('\n');
                Matcher found = address.matcher(line);
                if (found.find()) {
                    HttpResponse<String> page = HttpClient.newBuilder()
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .build()
                            .send(
                                    HttpRequest.newBuilder(URI.create(found.group()))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertEquals(200, page.statusCode(), page.body());
                    return;
                }
            }
            throw new AssertionError("no address: " + all);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void onlyLibrariesOfEveryLinuxAreNeeded() throws Exception {
        List<Path> libraries = new ArrayList<>();
        try (Stream<Path> below = Files.walk(home.resolve("runtime/lib"))) {
            below.filter(file -> file.toString().endsWith(".so")).forEach(libraries::add);
        }
        Path natives = folder.resolve("natives");
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            for (Path jar : jars.filter(file -> file.toString().endsWith("-linux-x86_64.jar"))
                    .toList()) {
                extract(jar, natives, libraries);
            }
        }
        libraries.removeIf(library -> library.getFileName().toString().matches(UNUSED));
        Set<String> own = new TreeSet<>();
        libraries.forEach(library -> own.add(library.getFileName().toString()));
        assertTrue(
                own.contains("libjvm.so") && own.contains("libjnitorch.so") && own.contains("libavcodec.so.62"),
                own.toString());
        Set<String> foreign = new TreeSet<>();
        for (Path library : libraries) {
            Process ldd = new ProcessBuilder("ldd", library.toString())
                    .redirectErrorStream(true)
                    .start();
            for (String line : new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String needed = line.strip().split("[ :]")[0].replaceFirst("^.*/", "");
                if (line.contains("=>") && !own.contains(needed) && !OF_THE_SYSTEM.contains(needed)) {
                    foreign.add(library.getFileName() + " needs " + needed);
                }
            }
            ldd.waitFor();
        }
        assertEquals(Set.of(), foreign);
    }

    private static void extract(Path jar, Path to, List<Path> libraries) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().matches(".*\\.so(\\.[\\d.]+)?")) {
                    Path library = to.resolve(jar.getFileName()).resolve(entry.getName());
                    Files.createDirectories(library.getParent());
                    Files.copy(file.getInputStream(entry), library);
                    libraries.add(library);
                }
            }
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
