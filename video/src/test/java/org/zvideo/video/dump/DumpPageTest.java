package org.zvideo.video.dump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.image.AttentionMap;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Chromium;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;

/** A dump and its page. Oracle: the numbers that were dumped. */
class DumpPageTest {
    @TempDir
    Path folder;

    /** Frame 1 of two, with one step; of every place 3/4 of the attention go to the style, by columns. */
    private Path page() {
        Path dumped = folder.resolve("dump");
        Dump dump = new Dump(new OutputFiles(new InputFiles(), warning -> {}).folder(dumped), "1");
        dump.styles(List.of(new RgbImage(64, 32)));
        dump.input(0, new RgbImage(64, 32));
        dump.input(1, new RgbImage(64, 32));
        float[] weights = new float[8 * 24];
        for (int query = 0; query < 8; query++) {
            weights[24 * query + query] = 0.75f;
            weights[24 * query + 8 + query] = 0.125f;
            weights[24 * query + 16] = 0.125f;
        }
        FrameObserver observer = dump.observer(1, FrameObserver.NONE);
        observer.attention(new AttentionMap(
                10,
                0,
                2,
                4,
                1,
                1,
                List.of(
                        new AttentionMap.Block("style-0", 2, 4),
                        new AttentionMap.Block("first", 2, 4),
                        new AttentionMap.Block("previous", 2, 4)),
                weights));
        observer.styleMass(10, 0, 0.75);
        observer.step(0, new RgbImage(64, 32), 0.5);
        return DumpPage.write(dumped);
    }

    @Test
    void framesThatAreNotDumpedAreStillLookedAt() {
        page();
        assertTrue(Files.exists(folder.resolve("dump/frame-000001/first.png")));
        assertTrue(Files.notExists(folder.resolve("dump/frame-000000")));
    }

    @Test
    void arraysCanBeReadBack() {
        float[] values = {1, -2.5f, 3, 4, 5, 6};
        byte[] file = new Npy(new int[] {2, 3}, values).bytes();
        assertEquals(0, (file.length - 4 * values.length) % 64, "the header is aligned");
        assertArrayEquals(values, Npy.values(file));
    }

    /** Clicks at the third of four columns of the upper row: 3/4 are in the style, as dumped. */
    @Test
    @Tag("browser")
    void aClickShowsWhereThePlaceLooks() throws Exception {
        String shown = Chromium.afterScript(
                page(),
                folder,
                "const box = document.querySelector('.pointed'),"
                        + " at = box.getBoundingClientRect(); box.dispatchEvent(new MouseEvent('click', { clientX: at.left + 0.6"
                        + " * at.width, clientY: at.top + 0.2 * at.height }))");
        assertTrue(
                shown.contains("patch 2,0 of 4x2"),
                shown.substring(shown.indexOf("lookHint")).substring(0, 200));
        Matcher masses = Pattern.compile("data-mass=\"([0-9.]+)\"").matcher(shown);
        for (double expected : new double[] {0.75, 0.125, 0.125}) {
            assertTrue(masses.find());
            assertEquals(expected, Double.parseDouble(masses.group(1)), 0.01);
        }
    }
}
