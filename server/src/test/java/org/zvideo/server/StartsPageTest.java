package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** When jobs start that wait. Oracle: the sum of what the server says is left of the jobs before them. */
class StartsPageTest extends PageTest {
    private void stylized(int jobs) throws Exception {
        press("[data-key=stylize]");
        browser.until("document.querySelectorAll('.job').length === " + jobs);
    }

    private String head(int job) throws Exception {
        return browser.value("document.querySelectorAll('.job .head')[" + job + "].innerText")
                .asText();
    }

    /** What is left before a job by the jobs that the server tells of. */
    private double before(int job) throws Exception {
        JsonNode jobs = own.ask(200, "GET", "/jobs", "").get("jobs");
        double seconds = jobs.at("/0/progress/secondsLeft")
                .asDouble(jobs.at("/0/estimatedSeconds").asDouble());
        for (int n = 1; n < job; n++) {
            seconds += jobs.get(n).get("estimatedSeconds").asDouble();
        }
        return seconds;
    }

    @Test
    void aJobBehindPlannedOnesSaysWhenItStarts() throws Exception {
        draft();
        set("#c-method-steps", "10");
        press("[data-key=measure]");
        browser.until("document.querySelectorAll('.presets .hint').length === 3");
        own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
        int last = 1;
        stylized(1);
        stylized(2);
        while (before(last) < 150) {
            last++;
            stylized(last + 1);
        }
        assertTrue(!head(last).contains("starts in"), "all jobs wait: " + head(last));
        press("[data-key=pause-all]");
        browser.until("document.querySelector('.job.running')");
        browser.until("document.querySelectorAll('.job .head')[" + last + "].innerText.includes('starts in about')");
        double minutes = before(last) / 60;
        double said = Double.parseDouble(head(last).replaceAll("(?s).*about (\\d+) min.*", "$1"));
        assertEquals(minutes, said, 1 + 0.5 * minutes, head(last));
        look("20-starts");

        set("#c-method-steps", "11");
        stylized(last + 2);
        stylized(last + 3);
        assertTrue(head(last + 1).contains("starts in"), head(last + 1));
        assertTrue(!head(last + 2).contains("starts in"), "nobody planned the job before it: " + head(last + 2));
    }
}
