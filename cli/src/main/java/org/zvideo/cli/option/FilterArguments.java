package org.zvideo.cli.option;

import java.util.List;
import java.util.Optional;
import org.zvideo.video.request.FilterSpec;
import picocli.CommandLine.Option;

/** The options for filters around the model. */
public final class FilterArguments {
    @Option(
            names = "--pre-filter",
            paramLabel = "GRAPH",
            description = "FFmpeg filters before the model, like crop=720:720 or nlmeans. Only pixel filters are "
                    + "accepted.")
    private String before;

    @Option(
            names = "--post-filter",
            paramLabel = "GRAPH",
            description = "FFmpeg filters after the model, like unsharp.")
    private String after;

    @Option(
            names = "--filter",
            paramLabel = "NAME[=A=1:B=2]",
            description = "A plug-in's filter after the model and before --post-filter; repeatable. zvideo doctor "
                    + "lists the filters.")
    private List<String> plugIns = List.of();

    public FilterSpec request() {
        return new FilterSpec(Optional.ofNullable(before), plugIns, Optional.ofNullable(after));
    }
}
