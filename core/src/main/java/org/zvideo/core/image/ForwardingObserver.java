package org.zvideo.core.image;

/** Hands everything on; subclasses listen in. */
public class ForwardingObserver implements FrameObserver {
    private final FrameObserver next;

    public ForwardingObserver(FrameObserver next) {
        this.next = next;
    }

    @Override
    public void progress(int done, int total) {
        next.progress(done, total);
    }

    @Override
    public void retried(String why) {
        next.retried(why);
    }

    @Override
    public void noted(String what) {
        next.noted(what);
    }

    @Override
    public void measured(double energy, double styleDifference) {
        next.measured(energy, styleDifference);
    }

    @Override
    public boolean wantsDetails() {
        return next.wantsDetails();
    }

    @Override
    public void invertedNoise(int channels, int height, int width, float[] values) {
        next.invertedNoise(channels, height, width, values);
    }

    @Override
    public void step(int step, RgbImage predictedOriginal, double energy) {
        next.step(step, predictedOriginal, energy);
    }

    @Override
    public void attention(AttentionMap map) {
        next.attention(map);
    }

    @Override
    public void styleMass(int layer, int step, double share) {
        next.styleMass(layer, step, share);
    }
}
