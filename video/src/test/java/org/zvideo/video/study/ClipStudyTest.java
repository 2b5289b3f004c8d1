package org.zvideo.video.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaMaker;
import org.zvideo.video.TestMedia;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.request.FlowRequest;
import org.zvideo.video.shot.CutSpec;

/** Rows of clips. Oracle: the shots of a clip by themselves. */
class ClipStudyTest {
    private static final int STEPS = 3;
    private static final String FIRST = "testsrc2=s=96x64:r=25:d=0.16,format=bgr0";
    private static final String SECOND = "smptehdbars=s=96x64:r=25:d=0.24,noise=alls=20:allf=t:all_seed=1,format=bgr0";

    @TempDir
    Path folder;

    private final StyleTransferOptions base = new StyleTransferOptions(
            StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.FULL), OptionalInt.of(64));
    private final ClipRows rows = new ClipRows(
            base,
            base.method().ties(),
            StyleTransferOptions.paperMethod(STEPS).ties(),
            FlowRequest.DEFAULT,
            StyleTransferOptions.LAMBDA);
    private int started;

    /** One with 4 frames, the other with 6. */
    @Test
    void aClipWithACutGivesTheRowsOfItsShotsWeightedByTheirPairs() {
        StyleTransferOptions options = base;
        Path whole = make("whole.mkv", FIRST + "[a];" + SECOND + "[b];[a][b]concat=n=2");
        Path first = make("first.mkv", FIRST);
        Path second = make("second.mkv", SECOND);
        for (Variant variant : rows.all().subList(0, 4)) {
            StudyRow both = row(options, variant, List.of(whole), "both" + variant.id(), CutSpec.parse("auto"));
            StudyRow alone =
                    row(options, variant, List.of(first, second), "alone" + variant.id(), CutSpec.parse("auto"));
            for (String measure : List.of("diffMean", "sourceDiffMean", "warpedError", "warpedErrorOther")) {
                double expected = (3 * alone.cells().get(0).measures().get(measure)
                                + 5 * alone.cells().get(1).measures().get(measure))
                        / 8;
                assertEquals(expected, both.measures().get(measure), 1e-9, variant.id() + " " + measure);
            }
        }
        assertTrue(
                row(options, rows.untied(), List.of(whole), "uncut", CutSpec.parse("none"))
                                .measures()
                                .get("sourceDiffMean")
                        > 1.5
                                * row(options, rows.untied(), List.of(whole), "bothnone", CutSpec.parse("auto"))
                                        .measures()
                                        .get("sourceDiffMean"),
                "the cut itself would count");
    }

    /** Oracle: the model's own progress, and what the shams are. */
    @Test
    void rowsOfKeptPicturesNeedNoModel() {
        Path clip = make("clip.mkv", FIRST);
        StudyRow none = row(base, rows.untied(), List.of(clip), "study", CutSpec.parse("none"));
        assertEquals(1 + 4, started, "the style and each frame once");
        assertEquals(0, none.measures().get(Gate.GHOST));
        assertEquals(1, none.measures().get(Gate.SHARPNESS));
        assertEquals(1, none.measures().get(Gate.CONTENT));
        List<Variant> kept = rows.all().stream()
                .filter(row -> row.making().untied() && !row.id().equals(ClipRows.UNTIED))
                .toList();
        List<Variant> shams = kept.subList(kept.size() - 2, kept.size());
        started = 0;
        for (Variant variant : kept.subList(0, kept.size() - 2)) {
            StudyRow carried = row(base, variant, List.of(clip), "study", CutSpec.parse("none"));
            assertTrue(carried.measures().get(Gate.WARPED) < none.measures().get(Gate.WARPED), variant.id());
            assertTrue(
                    carried.measures().get(Gate.GHOST) == 0 || variant.id().matches("carry-(blindly|unmoved)"),
                    "nothing is carried to where something was uncovered: " + variant.id());
        }
        StudyRow frozen = row(base, shams.get(0), List.of(clip), "study", CutSpec.parse("none"));
        StudyRow blurred = row(base, shams.get(1), List.of(clip), "study", CutSpec.parse("none"));
        assertEquals(0, started, "no model ran");
        assertEquals(0, frozen.measures().get("diffMean"), "frozen");
        assertTrue(blurred.measures().get(Gate.SHARPNESS) < 0.5, "blurred: " + blurred.measures());
        assertTrue(blurred.measures().get(Gate.WARPED) < none.measures().get(Gate.WARPED), "which every error likes");
    }

    private StudyRow row(StyleTransferOptions options, Variant variant, List<Path> clips, String name, CutSpec cuts) {
        try (StyleTransfer transfer =
                        StyleTransfer.open(TestMedia.TESTDATA.resolve("golden/models/tiny-null"), options);
                OutputFiles files = new OutputFiles(new InputFiles(), warning -> {})) {
            StudyFolder kept = StudyFolder.open(files, folder.resolve(name), List.of("test"), false);
            StudyInputs inputs = StudyInputs.of(clips, List.of(TestMedia.TESTDATA.resolve("styles/starry-night.jpg")));
            Study study = new Study(transfer, transfer.fidelity(Optional.empty()), inputs, kept, what -> {
                started++;
                return FrameObserver.NONE;
            });
            StudyRow row = new ClipStudy(study, rows.untied(), Clip.WHOLE, cuts, MeasuredFlow.parse("dis,farneback"))
                    .row(variant);
            kept.save(row);
            assertTrue(Files.exists(kept.path().resolve(row.cells().get(0).picture())));
            return row;
        }
    }

    private Path make(String name, String graph) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            try (MediaMaker media = MediaMaker.of(file)) {
                media.stream(graph, "ffv1");
            }
        }
        return file;
    }
}
