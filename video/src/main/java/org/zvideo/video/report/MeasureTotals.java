package org.zvideo.video.report;

/**
 * Adds up what was measured on each frame of a video, in their order: sums of floating-point numbers depend on it. The frames
 * may have been measured anywhere.
 */
final class MeasureTotals {
    private final boolean copies;
    private final Track result = new Track();
    private final Track source = new Track();
    private final Track blurred = new Track();
    private final Track.Mean sigmas = new Track.Mean();
    private final Track.Mean unwarped = new Track.Mean();
    private final Track.Mean other = new Track.Mean();
    private final ReferenceTrack reference = new ReferenceTrack();
    private final StyleTrack style = new StyleTrack();
    private final RunTrack run = new RunTrack();
    private String contentMeasure;
    private double content;
    private long contentFrames;
    private long frames;
    private boolean cut;

    /** @param copies whether copies of the source are reported as well */
    MeasureTotals(boolean copies) {
        this.copies = copies;
    }

    /** The next frame is the first of a shot. */
    void cut() {
        cut = frames > 0;
    }

    /** Adds the next frame and returns its line. */
    FrameStatistics add(MeasuredFrame frame, double time, double took, FrameMeasures model) {
        result.add(frame.result());
        source.add(frame.source());
        if (frame.blurred() != null) {
            sigmas.noted(frame.blurred().sigma());
            blurred.add(frame.blurred().frame());
        }
        unwarped.noted(frame.unwarped());
        other.noted(frame.other());
        if (frame.reference() != null) {
            reference.add(frame.reference());
        }
        if (frame.style() != null) {
            style.add(frames, frame.style());
        }
        if (frame.content() != null) {
            contentMeasure = frame.content().measure();
            content += frame.content().distance();
            contentFrames++;
        }
        RunTrack.Values made = run.add(took, model);
        Boolean begins = cut ? true : null;
        cut = false;
        return line(frame, frames++, time, begins, made);
    }

    private static FrameStatistics line(
            MeasuredFrame frame, long number, double time, Boolean begins, RunTrack.Values made) {
        TrackFrame.Pair pair = frame.result().pair();
        TrackFrame.Pair sourcePair = frame.source().pair();
        double sharpness = frame.result().sharpness();
        double sourceSharpness = frame.source().sharpness();
        return new FrameStatistics(
                number,
                time,
                begins,
                sourcePair == null ? null : sourcePair.difference().diff(),
                pair == null ? null : pair.difference().diff(),
                pair == null ? null : pair.warpedError(),
                frame.result().warpedError10(),
                frame.unwarped(),
                sourcePair == null ? null : sourcePair.warpedError(),
                new Steadiness(
                        frame.source().warpedError10(),
                        frame.other(),
                        pair == null ? null : WarpedError.motion(pair.followed(), pair.predicted()),
                        pair == null ? null : Track.flicker(pair),
                        frame.reference() == null ? null : frame.reference().ghost(),
                        frame.reference() == null
                                ? null
                                : Sharpness.ratio(sharpness, frame.reference().sharpness())),
                sharpness,
                sourceSharpness,
                Sharpness.ratio(sharpness, sourceSharpness),
                frame.style() == null ? null : frame.style().result(),
                frame.content() == null ? null : frame.content().distance(),
                made.seconds(),
                made.energy(),
                made.styleDifference(),
                made.strokesKept(),
                made.strokeCost());
    }

    /** The measurements so far. */
    ConsistencyReport report() {
        RunTrack.Values made = run.means();
        ConsistencyReport.Diff ofSource = source.difference();
        ConsistencyReport.Diff ofResult = result.difference();
        return new ConsistencyReport(
                frames,
                ofSource,
                ofResult,
                ofResult == null ? null : ofResult.mean() - ofSource.mean(),
                result.warped(),
                result.warped10(),
                unwarped.value(),
                source.warped(),
                new Steadiness(
                        source.warped10(),
                        other.value(),
                        result.motion(),
                        result.flicker(),
                        reference.ghost(),
                        reference.sharpness() == null
                                ? null
                                : Sharpness.ratio(result.sharpness(), reference.sharpness())),
                result.sharpness(),
                source.sharpness(),
                frames == 0 ? null : Sharpness.ratio(result.sharpness(), source.sharpness()),
                style.result(),
                contentFrames == 0
                        ? null
                        : new ConsistencyReport.Content(contentMeasure, content / contentFrames, contentFrames),
                copies ? baselines() : null,
                made.seconds(),
                made.energy(),
                made.styleDifference(),
                made.strokesKept(),
                made.strokeCost());
    }

    private Baseline.Rows baselines() {
        Double ofItself = style.result() == null ? null : 1.0; // by definition
        return new Baseline.Rows(source.baseline(null, ofItself), blurred.baseline(sigmas.value(), style.blurred()));
    }
}
