package org.zvideo.video.spi;

import java.util.Map;
import org.bytedeco.javacv.FrameFilter;

/**
 * Creates a frame filter by name. {@link java.util.ServiceLoader} finds it in a jar in zvideo's folder {@code plugins}
 * that names the provider in {@code META-INF/services/org.zvideo.video.spi.FrameFilterProvider}.
 *
 * <p>The filter receives 8-bit BGR frames through {@code push} and returns one for each through {@code pull}, in the
 * same order and with the same timestamp. After {@code push(null)} it returns what it still holds. A returned frame is
 * a new one, never the one it was given. A filter whose frames have another size also implements {@link
 * org.zvideo.video.ChangesShape}.
 */
public interface FrameFilterProvider {
    /** The filter's name: letters, digits and dashes. */
    String name();

    /** One line that describes the filter and its options. */
    String description();

    /**
     * Creates a filter.
     *
     * @param options as given in {@code name=a=1:b=2}
     * @throws IllegalArgumentException if an option is unknown or wrong; the message is shown to the user
     */
    FrameFilter create(Map<String, String> options);
}
