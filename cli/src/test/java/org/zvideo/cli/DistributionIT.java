package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What was packed into target/zvideo, looked at after the build has made it. Oracle: the bytes of the jars there, and the
 * checksums that the repository keeps of every jar that is not ours.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistributionIT {
    private static final Path HOME = Path.of("target/zvideo");
    private static final Path SBOM = HOME.resolve("sbom");
    private static final String OURS = "zvideo-";
    /** CUDA's natives, of which no sums are kept: they are gigabytes, and nobody here has tried them. */
    private static final String GPU = "cuda-.*|.*-gpu\\.jar";

    private Map<String, String> packed;

    /** Checksums by the names of jars; computed once, as they are of hundreds of megabytes. */
    @BeforeAll
    void readThem() throws IOException {
        packed = new TreeMap<>();
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            for (Path jar : (Iterable<Path>) jars::iterator) {
                String name = jar.getFileName().toString();
                if (name.endsWith(".jar") && !name.matches(GPU)) {
                    packed.put(name, sha256(jar));
                }
            }
        }
    }

    @Test
    void everyJarIsTheOneWhoseChecksumIsKept() throws IOException {
        Map<String, String> kept = Files.readAllLines(SBOM.resolve("jars.sha256")).stream()
                .map(line -> line.split(" +", 2))
                .collect(Collectors.toMap(words -> words[1], words -> words[0]));
        for (Map.Entry<String, String> jar : packed.entrySet()) {
            if (!jar.getKey().startsWith(OURS)) {
                assertEquals(
                        kept.get(jar.getKey()),
                        jar.getValue(),
                        jar.getKey() + ": not the file that sbom/jars.sha256 names. If its version was changed on"
                                + " purpose, docs/release.md says how to write that list again");
            }
        }
    }

    /** The list has no room for jars that are no longer packed, on this platform or for all. */
    @Test
    void everyKeptChecksumIsOfAJarThatIsPacked() throws IOException {
        Set<String> names = Files.readAllLines(SBOM.resolve("jars.sha256")).stream()
                .map(line -> line.split(" +", 2)[1].replaceFirst("-(linux|macosx|windows)-\\w+(?=\\.jar)", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> common = packed.keySet().stream()
                .filter(name -> !name.startsWith(OURS))
                .map(name -> name.replaceFirst("-(linux|macosx|windows)-\\w+(?=\\.jar)", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(common, names);
    }

    /** The jar of the command is what the bill is about, and stands in it without a sum of its own. */
    @Test
    void theBillOfMaterialsListsEveryJar() throws IOException {
        // Maven does not run the plug-in then; what lies there may be from an earlier build.
        assumeFalse("offline true".equals(System.getProperty("zvideo.maven")), "mvn -o makes no bill of materials");
        JsonNode bill =
                new ObjectMapper().readTree(SBOM.resolve("zvideo.cdx.json").toFile());
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode component : bill.get("components")) {
            listed.put(fileName(component.get("purl").asText()), sha256(component));
        }
        JsonNode subject = bill.get("metadata").get("component");
        String command =
                subject.get("name").asText() + "-" + subject.get("version").asText() + ".jar";
        Map<String, String> others = new TreeMap<>(packed);
        assertTrue(others.remove(command) != null, packed.keySet() + " without " + command);
        assertEquals(others, listed);
    }

    /** Each native jar of the list that is kept by hand is one that is packed, at least where the list was made. */
    @Test
    void theListOfNativesIsAboutThePackedJars() throws IOException {
        JsonNode natives =
                new ObjectMapper().readTree(SBOM.resolve("natives.cdx.json").toFile());
        Set<String> tried = new TreeSet<>(packed.keySet());
        Set<String> described = new TreeSet<>();
        for (JsonNode jar : natives.get("components")) {
            assertEquals(fileName(jar.get("purl").asText()), jar.get("name").asText());
            described.add(jar.get("name").asText());
        }
        tried.removeIf(name -> !name.endsWith("-linux-x86_64.jar"));
        if (!tried.isEmpty()) {
            assertEquals(tried, described);
        }
    }

    /** {@code pkg:maven/GROUP/NAME@VERSION?classifier=CLASSIFIER&type=jar}, as Maven names the file. */
    private static String fileName(String purl) {
        String name =
                purl.substring(purl.lastIndexOf('/') + 1, purl.indexOf('?')).replace('@', '-');
        String classifier = purl.replaceFirst(".*\\?(classifier=([^&]*))?.*", "$2");
        return name + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    private static String sha256(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.get("alg").asText().equals("SHA-256")) {
                return hash.get("content").asText();
            }
        }
        return "none";
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
