package org.zvideo.video.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.zvideo.core.image.ForwardingObserver;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.video.report.FrameMeasures;

/** What the model's thread says about frames, until the thread that measures results asks for it. */
final class ModelMeasures {
    private final Map<Long, FrameMeasures> measures = new ConcurrentHashMap<>();

    FrameObserver observer(long timestamp, FrameObserver next) {
        return new ForwardingObserver(next) {
            @Override
            public void measured(double energy, double styleDifference) {
                measures.put(timestamp, FrameMeasures.of(energy, styleDifference));
                super.measured(energy, styleDifference);
            }
        };
    }

    FrameMeasures take(long timestamp) {
        FrameMeasures known = measures.remove(timestamp);
        return known == null ? FrameMeasures.NONE : known;
    }
}
