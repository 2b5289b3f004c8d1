package org.zvideo.video.plan;

import org.zvideo.video.request.StyleSchedule;

/**
 * Numbers of styles, by which a plan counts.
 *
 * @param all    that are prepared
 * @param atOnce that act on a frame at most
 */
public record StyleCount(int all, int atOnce) {
    /** Those of a schedule. */
    public static StyleCount of(StyleSchedule schedule, int all) {
        return new StyleCount(all, schedule.mostAtOnce(all));
    }
}
