package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two tabs of one browser on the same list. Oracle: the server's own order. */
class TwoTabsPageTest extends PageTest {
    private static final String ORDER = "[...document.querySelectorAll('.job')].map(job => job.dataset.job).join(' ')";

    private static long refusals(Browser tab) {
        return tab.answers.stream().filter(answer -> answer.startsWith("412 ")).count();
    }

    /** Both ask before either is answered. */
    @Test
    void bothReorderAtOnce() throws Exception {
        own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
        List<String> ids = new ArrayList<>();
        draft();
        for (int n = 1; n <= 3; n++) {
            press("[data-key=stylize]");
            browser.until("document.querySelectorAll('.job').length === " + n);
        }
        own.ask(200, "GET", "/queue", "").get("order").forEach(id -> ids.add(id.asText()));
        Browser other = browser.tab();
        other.open(own.origin + "/");
        other.until("document.querySelectorAll('.job').length === 3");
        for (Browser tab : List.of(browser, other)) {
            tab.hold("*/api/v1/queue");
        }
        browser.value("document.querySelector('[data-key=\"" + ids.get(0) + "-later\"]').click()");
        other.value("document.querySelector('[data-key=\"" + ids.get(2) + "-earlier\"]').click()");
        other.release();
        other.until("document.querySelectorAll('.job')[1].dataset.job === '" + ids.get(2) + "'");
        browser.release();
        String order = String.join(" ", ids.get(0), ids.get(2), ids.get(1));
        for (int n = 0; n < 200 && refusals(browser) == 0; n++) {
            Thread.sleep(50);
        }
        assertEquals(
                List.of(1L, 0L),
                Stream.of(browser, other).map(TwoTabsPageTest::refusals).toList());
        for (Browser tab : List.of(browser, other)) {
            tab.until(ORDER + " === '" + order + "'");
        }
        assertEquals(
                "[\"" + order.replace(" ", "\",\"") + "\"]",
                own.ask(200, "GET", "/queue", "").get("order").toString());
        assertTrue(
                browser.value("document.querySelector('#jobs').innerText")
                        .asText()
                        .contains("another page has changed the order"),
                "the refused tab says why");
    }
}
