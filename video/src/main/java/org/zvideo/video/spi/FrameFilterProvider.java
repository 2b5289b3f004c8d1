package org.zvideo.video.spi;

import java.util.Map;
import org.bytedeco.javacv.FrameFilter;

/**
 * Makes a frame filter of a name. Found by {@link java.util.ServiceLoader}: a jar that names its provider in
 * {@code META-INF/services/org.zvideo.video.spi.FrameFilterProvider} and lies in the folder {@code plugins} of zvideo.
 *
 * <p>The filter takes 8-bit BGR frames by {@code push}, gives one for each by {@code pull} in the same order with the same
 * timestamp, and gives what it still holds after {@code push(null)}. A frame that it gives is a new one, not the one it
 * was given. If its frames have another size it is a {@link org.zvideo.video.ChangesShape} too.
 */
public interface FrameFilterProvider {
    /** Letters, digits and dashes. */
    String name();

    /** One line, with the options. */
    String description();

    /**
     * Makes a filter.
     *
     * @param options as {@code name=a=1:b=2} gives them
     * @throws IllegalArgumentException if an option is unknown or wrong; the message is shown
     */
    FrameFilter create(Map<String, String> options);
}
