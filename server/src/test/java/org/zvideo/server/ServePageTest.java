package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The page in Chromium. Oracle: what the server knows of the same jobs, the browser's own layout, and contrasts computed from
 * the colors it shows.
 */
class ServePageTest extends PageTest {
    private static final int ENTER = 13;
    private static final int SPACE = 32;

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
