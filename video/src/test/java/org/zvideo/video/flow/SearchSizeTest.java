package org.zvideo.video.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: METHOD.md §8. */
class SearchSizeTest {
    @ParameterizedTest
    @CsvSource({
        "480, 270, 480, 270",
        "960, 540, 960, 540",
        "720, 541, 479, 360",
        "1280, 720, 640, 360",
        "1920, 1080, 640, 360",
        "2160, 3840, 360, 640"
    })
    void onlyLargeFramesAreReduced(int width, int height, int searchedWidth, int searchedHeight) {
        assertEquals(new SearchSize(searchedWidth, searchedHeight), SearchSize.of(width, height));
    }
}
