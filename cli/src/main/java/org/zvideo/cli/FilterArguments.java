package org.zvideo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.video.GraphFilter;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.spi.FrameFilters;
import picocli.CommandLine.Option;

/** The options for filters beside the model. */
final class FilterArguments {
    @Option(
            names = "--pre-filter",
            paramLabel = "GRAPH",
            description = "FFmpeg filters before the model, like crop=720:720 or nlmeans; filters of pixels only.")
    private String before;

    @Option(
            names = "--post-filter",
            paramLabel = "GRAPH",
            description = "FFmpeg filters after the model, like unsharp.")
    private String after;

    @Option(
            names = "--filter",
            paramLabel = "NAME[=A=1:B=2]",
            description =
                    "A plug-in's filter after the model, before --post-filter; repeatable. zvideo doctor lists them.")
    private List<String> plugIns = List.of();

    /** Those of the source. */
    Optional<GraphFilter> before() {
        return Optional.ofNullable(before).map(GraphFilter::new);
    }

    /** What the model is given. */
    MediaInfo reshaped(MediaInfo source) {
        return before().map(filter -> filter.reshape(source)).orElse(source);
    }

    /** The model's and those after it. */
    List<FrameFilter> following(FrameFilter model) {
        List<FrameFilter> filters = new ArrayList<>(List.of(model));
        filters.addAll(plugIns());
        if (after != null) {
            filters.add(new GraphFilter(after));
        }
        return filters;
    }

    /** Plug-ins are not looked at where none is asked for: a broken one stops nobody else. */
    private List<FrameFilter> plugIns() {
        return plugIns.isEmpty()
                ? List.of()
                : plugIns.stream().map(FrameFilters.installed()::create).toList();
    }

    /** The files that plug-ins come from. */
    List<Path> files() {
        return plugIns.isEmpty()
                ? List.of()
                : plugIns.stream()
                        .map(FrameFilters.installed()::file)
                        .flatMap(Optional::stream)
                        .toList();
    }

    /** Fails if one of them is wrong. */
    void check() {
        before();
        plugIns();
        if (after != null) {
            new GraphFilter(after);
        }
    }

    /** For the report; empty without filters. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (before != null) {
            settings.put("preFilter", before);
        }
        if (!plugIns.isEmpty()) {
            settings.put("filters", plugIns);
        }
        if (after != null) {
            settings.put("postFilter", after);
        }
        return settings;
    }
}
