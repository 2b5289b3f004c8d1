package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Paintings that come later in a film, on the page. Oracle: the requests that the server holds. */
class StyleTimesPageTest extends PageTest {
    private static final int ENTER = 13;
    private static final int DOWN = 40;
    private static final int PERIOD = 190;

    private static final String KEYS = "[{\"at\":0.0,\"styles\":[0]},{\"at\":1.5,\"fade\":0.5,\"styles\":[1]}]";

    private void second() throws Exception {
        browser.choose("[data-input=style]", TestServer.TESTDATA.resolve("styles/the-scream.jpg"));
        browser.until("document.querySelectorAll('.style').length === 2");
    }

    private List<JsonNode> requests() throws Exception {
        return StreamSupport.stream(own.ask(200, "GET", "/jobs", "").get("jobs").spliterator(), false)
                .map(job -> job.get("request"))
                .toList();
    }

    private String value(String selector) throws Exception {
        return browser.value("document.querySelector('" + selector + "')?.value ?? 'nothing'")
                .asText();
    }

    /** With keys alone a painting gets its time and the fade its length; the job has both, and a copy of it shows them again. */
    @Test
    void aPaintingComesLater() throws Exception {
        own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
        draft();
        assertEquals("nothing", value("#when-0"), "the first painting begins the film");
        second();
        assertEquals("start", value("#when-1"));
        assertEquals("nothing", value("#c-styleKeys-fade"), "nothing fades");
        tabTo("when-1");
        browser.key("ArrowDown", "", DOWN);
        browser.until("document.querySelector('#at-1')");
        assertEquals("when-1", focused());
        tabTo("at-1");
        browser.value("document.activeElement.select()");
        type("1.5");
        tabTo("c-styleKeys-fade");
        type("0.5");
        browser.key("Enter", "\r", ENTER);
        look("18-styles-over-time");
        tabTo("stylize");
        browser.key("Enter", "\r", ENTER);
        browser.until("document.querySelector('.job')");
        assertEquals(KEYS, requests().get(0).get("styleKeys").toString());

        press("[data-key=over]");
        browser.until("!document.querySelector('.style')");
        press(".job [data-key$=-copy]");
        browser.until("document.querySelector('#at-1')");
        assertEquals(
                List.of("at", "1.5", "0.5"), List.of(value("#when-1"), value("#at-1"), value("#c-styleKeys-fade")));
        String first = text(".style .name");
        press("[data-key=earlier-1]");
        browser.until("document.querySelector('.style .name').innerText !== '" + first + "'");
        browser.until("document.querySelector('#at-1')");
        assertEquals(
                List.of("at", "1.5", "0.5"), List.of(value("#when-1"), value("#at-1"), value("#c-styleKeys-fade")));
        assertEquals("nothing", value("#when-0"));
        set("#when-1", "start");
        press("[data-key=stylize]");
        browser.until("document.querySelectorAll('.job').length === 2");
        assertEquals(2, requests().get(1).get("styles").size());
        assertEquals("nothing", requests().get(1).path("styleKeys").asText("nothing"));
    }

    private void type(String text) throws Exception {
        for (int n = 0; n < text.length(); n++) {
            String each = text.substring(n, n + 1);
            browser.key(each, each, each.equals(".") ? PERIOD : each.charAt(0));
        }
    }

    /** A request of another program may say more than the page can: a cut, fades of their own, a painting that comes back. */
    @Test
    void whatThePageCannotChangeStaysInACopy() throws Exception {
        own.ask(200, "PATCH", "/queue", "{\"paused\": true}");
        var request = TestServer.request(2);
        request.putArray("styles").addObject().put("file", "roots/0/starry-night.jpg");
        request.withArrayProperty("styles").addObject().put("file", "roots/0/the-scream.jpg");
        request.putObject("source").put("file", clip());
        request.set(
                "styleKeys",
                TestServer.JSON.readTree("[{\"at\":0.0,\"styles\":[0]},{\"at\":0.5,\"fade\":0.25,\"styles\":[1]},"
                        + "{\"at\":1.0,\"styles\":[0,1]},{\"cut\":1,\"styles\":[0]}]"));
        String keys = own.queued(request).at("/request/styleKeys").toString();
        press(".job [data-key$=-copy]");
        browser.until("document.querySelectorAll('.style').length === 5");
        look("19-styles-of-another-program");
        press("[data-key=stylize]");
        browser.until("document.querySelectorAll('.job').length === 2");
        assertEquals(keys, requests().get(1).get("styleKeys").toString());
        assertEquals(2, requests().get(1).get("styles").size(), "each painting once");
    }

    private String clip() throws Exception {
        return TestServer.JSON
                .readTree(own.http
                        .send(
                                own.request("/uploads?name=bunny.mp4")
                                        .PUT(BodyPublishers.ofFile(TestServer.CLIP))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .get("place")
                .asText();
    }
}
