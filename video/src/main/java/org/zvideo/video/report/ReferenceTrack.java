package org.zvideo.video.report;

/** Adds up what was measured beside a reference. */
final class ReferenceTrack {
    private final Track.Mean sharpness = new Track.Mean();
    private final Track.Mean ghosts = new Track.Mean();
    private boolean looked;

    /** Adds the next frame. */
    void add(MeasuredFrame.Reference frame) {
        sharpness.noted(frame.sharpness());
        ghosts.noted(frame.ghost());
        looked |= frame.looked();
    }

    /** The mean over the frames; 0 if frames were looked at and hid nothing, null if none was. */
    Double ghost() {
        return looked && ghosts.value() == null ? Double.valueOf(0) : ghosts.value();
    }

    Double sharpness() {
        return sharpness.value();
    }
}
