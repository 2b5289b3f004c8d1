package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the time of jobs that wait. Oracle: the plan of the same request. */
class EstimatesTest {
    @TempDir
    Path folder;

    @Test
    void aJobThatWasPlannedHasTheTimeOfItsPlan() throws Exception {
        try (TestServer own = new TestServer(folder).login()) {
            own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
            ObjectNode request = TestServer.request(4);
            String plan = own.ask(202, "POST", "/plans", TestServer.body(request))
                    .get("id")
                    .asText();
            JsonNode planned = own.until(
                    "/plans/" + plan, one -> !one.get("state").asText().equals("waiting"));
            for (JsonNode preset : planned.get("presets")) {
                request.putObject("effort").put("preset", preset.get("preset").asText());
                assertEquals(
                        preset.get("seconds").asDouble(),
                        own.queued(request).get("estimatedSeconds").asDouble());
            }
            request.withObjectProperty("effort").put("every", 3);
            assertFalse(own.queued(request).has("estimatedSeconds"), "nobody planned that");
            request.putObject("effort").put("maxSeconds", 100);
            request.withObjectProperty("method").remove("steps");
            assertFalse(own.queued(request).has("estimatedSeconds"), "its preset is not chosen yet");
        }
    }
}
