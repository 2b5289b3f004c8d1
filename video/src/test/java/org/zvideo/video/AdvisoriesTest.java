package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The tables of libraries and advisories in SECURITY.md. Oracle: the versions in pom.xml, those that the native libraries
 * state (sbom/natives.cdx.json), and what the lists of demuxers, decoders and filters let in.
 */
class AdvisoriesTest {
    private static final Path ROOT =
            Path.of(System.getProperty("zvideo.testdata")).toAbsolutePath().getParent();
    /** Libraries by the names that pom.xml gives their versions. */
    private static final Map<String, String> PINNED = Map.ofEntries(
            Map.entry("FFmpeg", "ffmpeg"),
            Map.entry("LibTorch", "pytorch"),
            Map.entry("OpenBLAS", "openblas"),
            Map.entry("OpenCV", "opencv"),
            Map.entry("JavaCPP", "bytedeco"),
            Map.entry("JavaCV", "bytedeco"),
            Map.entry("Jackson", "jackson"),
            Map.entry("Jackson annotations", "jackson-annotations"),
            Map.entry("Jetty", "jetty"),
            Map.entry("picocli", "picocli"),
            Map.entry("SLF4J", "slf4j"),
            Map.entry("XChart", "xchart"),
            Map.entry("uPlot", "uplot"));

    private static final List<String> OTHER_PARTS =
            List.of("parser", "encoder", "muxer", "protocol", "hardware", "program");

    @Test
    void theVersionsAreThosePinned() throws IOException {
        Map<String, String> table = versions();
        Map<String, String> pinned = new TreeMap<>();
        for (Map.Entry<String, String> library : PINNED.entrySet()) {
            pinned.put(library.getKey(), pom(library.getValue()));
        }
        Map<String, String> ours = new TreeMap<>(table);
        ours.keySet().removeIf(name -> name.contains(" (in ") || name.equals("JDK"));
        assertEquals(pinned, ours);
    }

    /** What is inside a native jar also has the version that the list of natives gives. */
    @Test
    void theVersionsInsideAreThoseOfTheListOfNatives() throws IOException {
        Map<String, String> natives = natives();
        for (Map.Entry<String, String> row : versions().entrySet()) {
            if (row.getKey().contains(" (in ")) {
                assertEquals(natives.get(row.getKey()), row.getValue(), row.getKey());
            }
        }
        for (String library : List.of("FFmpeg", "LibTorch", "OpenCV", "OpenBLAS", "JavaCPP")) {
            assertEquals(pom(PINNED.get(library)), natives.get(library + " (in " + library + ")"), library);
        }
    }

    @Test
    void whatIsOpenIsWhatTheListsLetIn() throws IOException {
        int compared = 0;
        for (List<String> row : rows("| advisory |")) {
            boolean open = true;
            boolean listed = false;
            for (String part : row.get(2).split(", ")) {
                String kind = part.substring(0, part.indexOf(' '));
                String name = part.substring(part.indexOf(' ') + 1);
                if (!OTHER_PARTS.contains(kind)) {
                    open &= letIn(kind, name);
                    listed = true;
                }
            }
            if (listed) {
                compared++;
                assertEquals(open ? "yes" : "no", row.get(3), String.join(" | ", row));
            }
            assertTrue(row.get(3).equals("no") || row.get(4).startsWith("accepted: "), String.join(" | ", row));
        }
        assertTrue(compared > 20, "compared " + compared);
    }

    /** What FFmpeg does not have under that name would be on no list, so it must have it. */
    private static boolean letIn(String kind, String name) {
        return switch (kind) {
            case "decoder" -> {
                assertTrue(avcodec_find_decoder_by_name(name) != null, "FFmpeg has no decoder " + name);
                yield ReadOptions.DEFAULT.allows(name) || ReadOptions.DEFAULT.allowsForPictures(name);
            }
            case "demuxer" -> {
                assertTrue(av_find_input_format(name) != null, "FFmpeg has no demuxer " + name);
                yield List.of(Demuxer.FORMATS.split(",")).contains(name);
            }
            case "filter" -> GraphFilter.ACCEPTED.contains(name);
            default -> throw new AssertionError("no kind of part: " + kind);
        };
    }

    private static Map<String, String> versions() throws IOException {
        Map<String, String> versions = new TreeMap<>();
        rows("| library |").forEach(row -> versions.put(row.get(0), row.get(1)));
        assertTrue(versions.size() > PINNED.size(), versions.toString());
        return versions;
    }

    /** Keys like those of the table: {@code zlib (in FFmpeg)}, after the first library of each jar. */
    private static Map<String, String> natives() throws IOException {
        JsonNode list = new ObjectMapper()
                .readTree(
                        ROOT.resolve("cli/src/main/dist/sbom/natives.cdx.json").toFile());
        Map<String, String> versions = new TreeMap<>();
        for (JsonNode jar : list.get("components")) {
            String whose = jar.get("components").get(0).get("name").asText();
            for (JsonNode library : jar.get("components")) {
                versions.put(
                        library.get("name").asText() + " (in " + whose + ")",
                        library.path("version").asText());
            }
        }
        return versions;
    }

    /** The cells of the table in SECURITY.md that begins so, without its head. */
    private static List<List<String>> rows(String head) throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("SECURITY.md"));
        int from = 0;
        while (!lines.get(from).startsWith(head)) {
            from++;
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(from + 2, lines.size())) {
            if (!line.startsWith("| ")) {
                break;
            }
            rows.add(Arrays.stream(line.substring(2).split(" \\|( |$)")).toList());
        }
        return rows;
    }

    /** A version without the one of JavaCPP that presets have behind it. */
    private static String pom(String name) throws IOException {
        String text = Files.readString(ROOT.resolve("pom.xml")).split("<" + name + "\\.version>")[1];
        return text.substring(0, text.indexOf('<')).replaceFirst("-\\$.*", "");
    }
}
