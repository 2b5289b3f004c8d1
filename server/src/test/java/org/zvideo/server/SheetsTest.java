package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sheets of variants. Oracle: a preview of the same variant alone. */
class SheetsTest {
    @TempDir
    Path folder;

    private byte[] picture(TestServer own, String preview) throws Exception {
        own.until("/previews/" + preview, shown -> !shown.get("state").asText().matches("waiting|working|rough"));
        return own.bytes("/previews/" + preview + "/picture").body();
    }

    /** Each painting of a film is shown alone, also one that comes later. */
    @Test
    void paintingsThatComeLaterAreComparedToo() throws Exception {
        try (TestServer own = new TestServer(folder).login()) {
            ObjectNode request = TestServer.request(2);
            request.withArrayProperty("styles").addObject().put("file", "roots/1/the-scream.jpg");
            request.set(
                    "styleKeys",
                    TestServer.JSON.readTree("[{\"at\": 0, \"styles\": [1]}, {\"at\": 1, \"styles\": [0]}]"));
            ObjectNode sheet = TestServer.JSON.createObjectNode().put("at", 0).put("kind", "styles");
            JsonNode first = own.ask(
                            202,
                            "POST",
                            "/sheets",
                            sheet.set("request", request).toString())
                    .at("/cells/0");
            assertEquals(0, first.get("style").asInt());
            byte[] shown = picture(own, first.get("preview").asText());

            ObjectNode alone = TestServer.request(2);
            ((ObjectNode) alone.at("/styles/0"))
                    .put("lambda", first.get("value").asDouble());
            ObjectNode body = TestServer.JSON
                    .createObjectNode()
                    .put("at", 0)
                    .put("width", 320)
                    .put("draft", "page"); // takes the place of the other cells
            String preview = own.ask(
                            202, "POST", "/previews", body.set("request", alone).toString())
                    .get("id")
                    .asText();
            assertArrayEquals(picture(own, preview), shown);
        }
    }
}
