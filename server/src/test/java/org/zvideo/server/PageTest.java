package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in Chromium, and what people do with it. Pictures of every state are left in {@code target/page} to be looked at. Nothing
 * may be asked for from elsewhere, and no script may fail.
 */
@Tag("browser")
abstract class PageTest {
    private static final Path PICTURES = Path.of("target", "page").toAbsolutePath();
    private static final int TAB = 9;

    /** Elements that stick out of the page, controls without a name, and texts of too little contrast. */
    private static final String FLAWS = """
            (() => {
              const flaws = [];
              const root = document.documentElement;
              if (root.scrollWidth > root.clientWidth) flaws.push('scrolls sideways: ' + root.scrollWidth + ' > ' + root.clientWidth);
              const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
              const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
                const d = canvas.getImageData(0, 0, 1, 1).data; return d[3] < 255 ? null : [d[0], d[1], d[2]]; };
              const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
                return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
              const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
              for (const e of document.querySelectorAll('body *')) {
                const box = e.getBoundingClientRect();
                if (!box.width || !box.height || e.closest('#live, .unseen') || !e.checkVisibility()) continue;
                if (box.right > root.clientWidth + 1) flaws.push('sticks out: ' + e.outerHTML.slice(0, 90));
                if (e.matches('button, input, select, a') && !(e.labels?.length || e.ariaLabel || e.textContent.trim())) flaws.push('no name: ' + e.outerHTML.slice(0, 90));
                const text = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                if (text && !e.disabled && !e.matches('option')) {
                  const a = light(rgb(getComputedStyle(e).color) ?? [0, 0, 0]), b = light(behind(e));
                  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                  if (ratio < 4.5) flaws.push('contrast ' + ratio.toFixed(2) + ': ' + e.outerHTML.slice(0, 90));
                }
              }
              return flaws;
            })()
            """;

    @TempDir
    Path folder;

    TestServer own;
    Browser browser;

    @BeforeEach
    void start() throws Exception {
        own = new TestServer(folder, java.util.Optional.empty(), List.of(TestServer.TESTDATA.resolve("styles")))
                .login();
        browser = new Browser(folder);
        browser.size(1280, 900);
        browser.open(own.server.link().orElseThrow());
        browser.until("document.documentElement?.dataset.ready === 'yes'");
    }

    @AfterEach
    void end() throws Exception {
        browser.close();
        own.close();
        assertEquals(List.of(), browser.complaints);
        assertTrue(
                browser.requests.stream()
                        .allMatch(address -> address.startsWith(own.origin)
                                || address.startsWith("blob:" + own.origin)
                                || address.startsWith("data:")),
                browser.requests.toString());
    }

    /** Looks at a state in both schemes and four widths. */
    void look(String state) throws Exception {
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            for (int width : new int[] {360, 900, 1280, 1600}) {
                browser.size(width, width < 900 ? 800 : 900);
                JsonNode flaws = browser.value(FLAWS);
                if (width == 360 || width == 1280) {
                    Thread.sleep(state.endsWith("report") ? 500 : 0); // a frame follows its window a moment later
                    browser.screenshot(PICTURES.resolve(state + "-" + scheme + "-" + width + ".png"));
                }
                assertEquals("[]", flaws.toString(), state + " " + scheme + " " + width);
            }
        }
        browser.scheme("light");
        browser.size(1280, 900);
    }

    void press(String selector) throws Exception {
        browser.until(
                "document.querySelector('" + selector + "') && !document.querySelector('" + selector + "').disabled");
        browser.value("document.querySelector('" + selector + "').click()");
    }

    void set(String selector, String value) throws Exception {
        browser.until("document.querySelector('" + selector + "')");
        browser.value("(() => { const e = document.querySelector('" + selector + "'); e.value = '" + value
                + "'; e.dispatchEvent(new Event('input')); e.dispatchEvent(new Event('change')); })()");
    }

    /** The state of the first job. */
    String state() throws Exception {
        return browser.value("document.querySelector('.job')?.className ?? ''")
                .asText()
                .replace("job ", "");
    }

    String text(String selector) throws Exception {
        return browser.value("document.querySelector('" + selector + "')?.innerText ?? ''")
                .asText();
    }

    /** A clip is dropped and a painting chosen; few steps at the smallest size. */
    void draft() throws Exception {
        browser.drop("[data-key=clip]", TestServer.CLIP);
        browser.until("document.querySelector('#clip strong')");
        browser.choose("[data-input=style]", TestServer.STYLE);
        browser.until("document.querySelector('.style')");
        browser.value("document.querySelector('#controls details').open = true");
        set("#c-method-size", "64");
        set("#c-method-steps", "2");
    }

    /** The key of what has the focus. */
    String focused() throws Exception {
        return browser.value("document.activeElement.dataset?.key ?? document.activeElement.id ?? ''")
                .asText();
    }

    /** Tabs to a control. */
    void tabTo(String key) throws Exception {
        for (int n = 0; n < 120 && !focused().matches(key); n++) {
            browser.key("Tab", "", TAB);
            assertFalse(browser.value("document.activeElement === null").asBoolean());
        }
        assertTrue(focused().matches(key), key + " is not reached; the focus is on " + focused());
    }
}
