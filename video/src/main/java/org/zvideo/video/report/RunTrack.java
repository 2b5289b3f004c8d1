package org.zvideo.video.report;

/** How the frames of a result were made, as means over the frames for which it is known. */
final class RunTrack {
    private final Track.Mean seconds = new Track.Mean();
    private final Track.Mean energy = new Track.Mean();
    private final Track.Mean styleDifference = new Track.Mean();
    private final Track.Mean strokesKept = new Track.Mean();
    private final Track.Mean strokeCost = new Track.Mean();

    /**
     * What is known of one frame, or of all in the mean; null where nothing is.
     *
     * @param seconds that it took
     */
    record Values(Double seconds, Double energy, Double styleDifference, Double strokesKept, Double strokeCost) {}

    /** Notes the next frame. */
    Values add(double took, FrameMeasures model) {
        return new Values(
                seconds.noted(took),
                energy.noted(model.energy()),
                styleDifference.noted(model.styleDifference()),
                strokesKept.noted(model.strokesKept()),
                strokeCost.noted(model.strokeCost()));
    }

    Values means() {
        return new Values(
                seconds.value(), energy.value(), styleDifference.value(), strokesKept.value(), strokeCost.value());
    }
}
