package org.zvideo.video.dump;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.file.OutputFolder;
import org.zvideo.video.report.PageParts;

/**
 * A page over the files of a {@link Dump}. It steps through frames and steps, and shows for a chosen patch what that
 * patch attends to. The page opens from the disk and reads the attention of a step when it is needed.
 */
public final class DumpPage {
    /** The most bytes that a frame's attention takes. */
    private static final int LARGEST = 1_000_000_000;

    private static final ObjectMapper JSON = LimitedJson.mapper().build();
    private static final Pattern STEP = Pattern.compile("x0-step-(\\d+)\\.png");
    private static final int FULL = 255;

    private DumpPage() {}

    /**
     * Writes the page.
     *
     * @param folder of the dump
     * @return the page's file
     * @throws MediaException if the folder holds no dump
     */
    public static Path write(Path folder) {
        try (OutputFiles files = new OutputFiles(new InputFiles(), warning -> {})) {
            ObjectNode data = JSON.createObjectNode();
            ArrayNode frames = data.putArray("frames");
            List<Path> found = children(folder, "frame-\\d+");
            if (found.isEmpty()) {
                throw new MediaException(
                        ErrorKind.BAD_INPUT,
                        "dump " + folder + ": contains no dumped frames",
                        new Remedy(Remedy.Id.DUMP_FIRST, folder.toString()));
            }
            OutputFolder out = files.folder(folder);
            for (Path frame : found) {
                frames.add(frame(frame, out));
            }
            data.put("styles", children(folder, "style-\\d+\\.png").size());
            out.write("index.html", PageParts.page(DumpPage.class, "dump", JSON.writeValueAsString(data)));
            return folder.resolve("index.html");
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "dump " + folder + ": " + FileReason.of(e), e);
        }
    }

    private static List<Path> children(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new MediaException(ErrorKind.MISSING_INPUT, "dump " + folder + ": no such folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    private static ObjectNode frame(Path folder, OutputFolder out) throws IOException {
        ObjectNode frame = JSON.createObjectNode();
        frame.put("name", folder.getFileName().toString());
        ArrayNode steps = frame.putArray("steps");
        for (Path picture : children(folder, STEP.pattern())) {
            Matcher step = STEP.matcher(picture.getFileName().toString());
            if (step.matches()) {
                steps.add(Integer.parseInt(step.group(1)));
            }
        }
        frame.put("past", Files.exists(folder.resolve("first.png")));
        table(frame.putArray("energy"), folder.resolve("energy.csv"));
        table(frame.putArray("mass"), folder.resolve("style-mass.csv"));
        ArrayNode attention = frame.putArray("attention");
        for (Path weights : children(folder, "attention-step-\\d+\\.npy")) {
            String name = weights.getFileName().toString().replace(".npy", "");
            attention.add(Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)));
            JsonNode layout = LimitedJson.tree(JSON, folder.resolve(name + ".json"), LimitedJson.SMALL);
            int queries = layout.get("rows").asInt() * layout.get("columns").asInt();
            String script = "zvideoAttention("
                    + JSON.writeValueAsString(Map.of(
                            "frame",
                            folder.getFileName().toString(),
                            "layout",
                            layout,
                            "weights",
                            compact(Npy.values(LimitedFile.bytes(weights, LARGEST)), queries)))
                    + ")\n";
            out.write(folder.getFileName() + "/" + name + ".js", script.getBytes(StandardCharsets.UTF_8));
        }
        return frame;
    }

    /**
     * One byte for each weight: the square root of its share of the largest in its row, so that small ones are visible
     * too.
     */
    private static Map<String, Object> compact(float[] weights, int rows) {
        int columns = weights.length / rows;
        byte[] levels = new byte[weights.length];
        float[] largest = new float[rows];
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < columns; n++) {
                largest[row] = Math.max(largest[row], weights[row * columns + n]);
            }
            for (int n = 0; n < columns; n++) {
                levels[row * columns + n] =
                        (byte) Math.round(FULL * Math.sqrt(weights[row * columns + n] / largest[row]));
            }
        }
        return Map.of(
                "columns",
                columns,
                "largest",
                largest,
                "levels",
                Base64.getEncoder().encodeToString(levels));
    }

    private static void table(ArrayNode rows, Path csv) throws IOException {
        if (!Files.exists(csv)) {
            return;
        }
        for (String line :
                LimitedFile.text(csv, LimitedJson.LISTS).lines().skip(1).toList()) {
            ArrayNode row = rows.addArray();
            for (String value : line.split(",")) {
                row.add(Double.parseDouble(value));
            }
        }
    }
}
