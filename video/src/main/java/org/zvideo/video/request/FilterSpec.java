package org.zvideo.video.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.video.ChangesShape;
import org.zvideo.video.GraphFilter;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.spi.FrameFilters;

/**
 * Filters beside the model.
 *
 * @param before  FFmpeg filters of the source, such as {@code crop=720:720}; filters of pixels only
 * @param plugIns filters of installed plug-ins, each as {@code NAME} or {@code NAME=A=1:B=2}, which follow the model
 * @param after   FFmpeg filters that follow the plug-ins
 */
public record FilterSpec(Optional<String> before, List<String> plugIns, Optional<String> after) {
    /** No filters. */
    public static final FilterSpec NONE = new FilterSpec(Optional.empty(), List.of(), Optional.empty());

    public FilterSpec {
        plugIns = List.copyOf(plugIns);
    }

    /** A new filter for the source, if there is one. */
    public Optional<GraphFilter> preFilter() {
        return before.map(GraphFilter::new);
    }

    /** What the model is given of such a source. */
    public MediaInfo reshaped(MediaInfo source) {
        return preFilter().map(filter -> filter.reshape(source)).orElse(source);
    }

    /** New filters for what follows the model: plug-ins, then FFmpeg's. */
    public List<FrameFilter> following() {
        List<FrameFilter> filters = new ArrayList<>(plugInFilters());
        after.map(GraphFilter::new).ifPresent(filters::add);
        return filters;
    }

    /** Plug-ins are not looked at where none is asked for: a broken one stops nobody else. */
    private List<FrameFilter> plugInFilters() {
        return plugIns.isEmpty()
                ? List.of()
                : plugIns.stream().map(FrameFilters.installed()::create).toList();
    }

    /** What the result of such a source looks like. */
    public MediaInfo result(MediaInfo source) {
        MediaInfo shape = reshaped(source);
        for (FrameFilter filter : following()) {
            shape = filter instanceof ChangesShape changing ? changing.reshape(shape) : shape;
        }
        return shape;
    }

    /**
     * Why a frame's result may depend on the frames before it in the film; empty if it does not. Nobody knows what plug-ins
     * remember.
     */
    public Optional<String> memory() {
        if (!plugIns.isEmpty()) {
            return Optional.of("filter " + plugIns.get(0) + ": it is a plug-in, which may remember frames");
        }
        return Stream.of(before, after)
                .flatMap(Optional::stream)
                .flatMap(graph ->
                        new GraphFilter(graph).memory().map(found -> "filter graph " + graph + ": " + found).stream())
                .findFirst();
    }

    /** The files that the plug-ins come from. */
    public List<Path> files() {
        return plugIns.isEmpty()
                ? List.of()
                : plugIns.stream()
                        .map(FrameFilters.installed()::file)
                        .flatMap(Optional::stream)
                        .toList();
    }

    /** Fails if one of them cannot be made. */
    public void check() {
        preFilter();
        plugInFilters();
        after.ifPresent(GraphFilter::new);
    }

    /** As the settings of a job and its report name them; empty without filters. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        before.ifPresent(graph -> settings.put("preFilter", graph));
        if (!plugIns.isEmpty()) {
            settings.put("filters", plugIns);
        }
        after.ifPresent(graph -> settings.put("postFilter", graph));
        return settings;
    }
}
