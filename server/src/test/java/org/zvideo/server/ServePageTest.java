package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in Chromium. Oracle: what the server knows of the same jobs, the browser's own layout, and contrasts computed from
 * the colors it shows. Pictures of every state are left in {@code target/page} to be looked at.
 */
@Tag("browser")
class ServePageTest {
    private static final Path PICTURES = Path.of("target", "page").toAbsolutePath();
    private static final int ENTER = 13;
    private static final int TAB = 9;
    private static final int SPACE = 32;

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

    private TestServer own;
    private Browser browser;

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
    private void look(String state) throws Exception {
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

    private void press(String selector) throws Exception {
        browser.until(
                "document.querySelector('" + selector + "') && !document.querySelector('" + selector + "').disabled");
        browser.value("document.querySelector('" + selector + "').click()");
    }

    private void set(String selector, String value) throws Exception {
        browser.until("document.querySelector('" + selector + "')");
        browser.value("(() => { const e = document.querySelector('" + selector + "'); e.value = '" + value
                + "'; e.dispatchEvent(new Event('input')); e.dispatchEvent(new Event('change')); })()");
    }

    private String state() throws Exception {
        return browser.value("document.querySelector('.job')?.className ?? ''")
                .asText()
                .replace("job ", "");
    }

    private String text(String selector) throws Exception {
        return browser.value("document.querySelector('" + selector + "')?.innerText ?? ''")
                .asText();
    }

    /** A clip is dropped and a painting chosen; few steps at the smallest size. */
    private void draft() throws Exception {
        browser.drop("[data-key=clip]", TestServer.CLIP);
        browser.until("document.querySelector('#clip strong')");
        browser.choose("[data-input=style]", TestServer.STYLE);
        browser.until("document.querySelector('.style')");
        browser.value("document.querySelector('#controls details').open = true");
        set("#c-method-size", "64");
        set("#c-method-steps", "2");
    }

    @Test
    void fromDroppingAClipToPlayingTheResult() throws Exception {
        look("1-empty");
        draft();
        browser.until(
                "document.querySelector('#preview .over[src*=done]')?.complete && !document.querySelector('.waiting')");
        look("2-preview");
        press("[data-key=measure]");
        browser.until("document.querySelectorAll('.presets .hint').length === 3");
        look("3-planned");
        press("[data-key=sheet-strengths]");
        browser.until("[...document.querySelectorAll('.sheet img')].filter(i => i.naturalWidth).length === 4");
        look("4-sheet");
        press(".sheet button:nth-child(3)");
        browser.until("!document.querySelector('dialog')");
        assertEquals(
                "0.75",
                browser.value("document.querySelector('#c-method-strength').value")
                        .asText());
        set("#part-to", "0.5");
        press("[data-key=stylize]");
        browser.until("document.querySelector('.job.running progress')");
        look("5-running");
        press(".job [data-key$=-pause]");
        browser.until("document.querySelector('.job.paused')");
        look("6-paused");
        press(".job [data-key$=-resume]");
        browser.until("document.querySelector('.job.done')");
        look("7-done");
        JsonNode job = own.ask(200, "GET", "/jobs", "").at("/jobs/0");
        assertEquals(0.75, job.at("/request/method/strength").asDouble());
        press(".job [data-key$=-compare]");
        browser.until(
                "document.querySelector('video.over')?.readyState >= 3 && document.querySelector('video.under').readyState >= 3");
        look("8-compare");
        browser.value("[...document.querySelectorAll('dialog button')].find(b => b.textContent === 'Play').click()");
        browser.until("document.querySelector('video.over').ended");
        assertEquals(
                job.get("total").asLong(),
                Math.round(browser.value("document.querySelector('video.over').duration")
                                .asDouble()
                        * 25),
                "the clip has 25 frames a second");
        double apart = browser.value(
                        "Math.abs(document.querySelector('video.over').currentTime - document.querySelector('video.under').currentTime)")
                .asDouble();
        assertTrue(apart < 0.2, "clocks are " + apart + " s apart");
        press("dialog [data-key=close]");
        press(".job [data-key$=-report]");
        browser.until("document.querySelector('iframe')");
        Thread.sleep(1500);
        look("9-report");
        press("dialog [data-key=close]");
        press(".job [data-key$=-adjust]");
        set("#adjust-method-appearance-palette", "0.1");
        browser.until(
                "document.querySelector('dialog .over[src*=done]') && !document.querySelector('dialog .waiting')");
        look("10-adjust");
        press("dialog .first");
        browser.until("!document.querySelector('dialog') && document.querySelector('.job.done')");
        own.until(
                "/jobs/" + job.get("id").asText(),
                now -> now.get("state").asText().equals("done")
                        && now.at("/request/method/appearance/palette").asDouble() == 0.1);
        press("[data-key=mask-paint]");
        browser.until("document.querySelector('.canvas img')?.naturalWidth > 0");
        press("dialog .rectangle button");
        look("11-mask");
        press("dialog .first");
        browser.until("document.querySelector('[data-key=mask-remove]')");
        browser.until(
                "document.querySelector('#preview .over[src*=done]')?.complete && !document.querySelector('.waiting')");
    }

    @Test
    void failuresAndOffline() throws Exception {
        Path broken = Files.write(folder.resolve("<img src=x onerror=alert(1)>\u202e.mp4"), new byte[1000]);
        browser.drop("[data-key=clip]", broken);
        browser.until("document.querySelector('#clip .problem')");
        look("12-refused");
        draft();
        browser.until("document.querySelector('#preview .over[src*=done]')");
        Path style = folder.resolve("state/uploads");
        press("[data-key=stylize]");
        browser.until("document.querySelector('.job')");
        press(".job [data-key$=-stop]");
        browser.until("document.querySelector('.job.stopped')");
        look("13-stopped");
        try (var files = Files.walk(style)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jpg")).toList()) {
                Files.write(file, new byte[100]);
            }
        }
        press(".job [data-key$=-resume]");
        browser.until("document.querySelector('.job.failed')");
        look("14-failed");
        assertEquals(
                own.ask(200, "GET", "/jobs", "").at("/jobs/0/outcome/detail").asText(), text(".job .problem"));
        press(".job [data-key$=-details]");
        look("15-details");
        press("dialog [data-key=close]");
        press("#help");
        look("16-keys");
        press("dialog [data-key=close]");
        own.server.close();
        browser.until("!document.querySelector('#banner').hidden");
        look("17-offline");
        assertFalse(browser.value("window.alerted === true").asBoolean());
    }

    private String focused() throws Exception {
        return browser.value("document.activeElement.dataset?.key ?? document.activeElement.id ?? ''")
                .asText();
    }

    /** Tabs to a control. */
    private void tabTo(String key) throws Exception {
        for (int n = 0; n < 120 && !focused().matches(key); n++) {
            browser.key("Tab", "", TAB);
            assertFalse(browser.value("document.activeElement === null").asBoolean());
        }
        assertTrue(focused().matches(key), key + " is not reached; the focus is on " + focused());
    }

    @Test
    void theKeyboardAloneIsEnough() throws Exception {
        browser.choose("[data-input=clip]", TestServer.CLIP); // what the system's own dialog would give
        browser.until("document.querySelector('#clip strong')");
        tabTo("style-browse");
        browser.key("Enter", "\r", ENTER);
        browser.until("document.querySelector('.names button')");
        browser.until("document.activeElement.matches('.names button')");
        browser.key("Enter", "\r", ENTER);
        browser.until("document.querySelector('.style')");
        tabTo("c-method-appearance-strokes");
        browser.key("ArrowLeft", "", 37);
        assertEquals("0.45", browser.value("document.activeElement.value").asText());
        browser.value("document.querySelector('#controls details').open = true");
        set("#c-method-size", "64");
        set("#c-method-steps", "2");
        set("#part-to", "0.2");
        tabTo("stylize");
        browser.key("Enter", "\r", ENTER);
        browser.until("document.querySelector('.job.done')");
        tabTo(".*-compare");
        browser.key("Enter", "\r", ENTER);
        browser.until("document.querySelector('dialog video')");
        browser.key("Escape", "", 27);
        browser.until("!document.querySelector('dialog')");
        assertTrue(focused().endsWith("-compare"), "the focus is back: " + focused());
        browser.value("document.activeElement.blur()");
        browser.key("?", "?", 191);
        browser.until("document.querySelector('dialog .keys')");
        browser.key("Escape", "", 27);
        tabTo(".*-remove");
        browser.key(" ", " ", SPACE);
        browser.until("!document.querySelector('.job')");
        assertEquals(0, own.server.jobs().size());
        assertEquals("", state());
    }
}
