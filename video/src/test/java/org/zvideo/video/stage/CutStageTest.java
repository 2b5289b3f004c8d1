package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.shot.ListedCuts;

/** Oracle: what README says of times: they count from where the file begins, as players show them. */
class CutStageTest extends StageContract<ModelFrame> {
    private static final double START = 1.44; // of a transport stream
    private static final long FRAME = 40_000;

    @TempDir
    Path folder;

    @Test
    void listedTimesCountFromTheBeginningOfTheFile() throws Exception {
        Path list = Files.writeString(folder.resolve("cuts.txt"), "2.0\n60\n");
        List<Long> found = new ArrayList<>();
        try (CutStage<ModelFrame> stage = new CutStage<>(new SummingStage(false), ListedCuts.read(list), START)) {
            for (int n = 0; n < 70; n++) {
                stage.accept(
                        new ShotFrame(n, Math.round(START * 1e6) + n * FRAME, 0, new RgbImage(2, 2)),
                        result -> add(found, result));
            }
            stage.end(result -> add(found, result));
        }
        assertEquals(List.of(50L, 60L), found);
    }

    private static void add(List<Long> found, ModelFrame result) {
        if (result.source().beginsShot() && result.source().number() > 0) {
            found.add(result.source().number());
        }
    }

    @Override
    protected Stage<ModelFrame> stage() {
        return new CutStage<>(new SummingStage(true), (number, seconds, frame, next) -> number == SECOND_SHOT, 0);
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }
}
