package org.zvideo.video.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.shot.Cuts;

/**
 * Measures several results of one source, each like {@link Comparison}, and puts them on one page.
 *
 * @param results in the order of the page
 * @param untied what each result is compared with besides, like that of {@link Comparison}
 * @param reading what is accepted of all files
 * @param measuring by what the results are measured
 */
public record SeveralResults(
        Path source, List<Path> results, Optional<Path> untied, ReadOptions reading, Measuring measuring) {
    /**
     * Compares all results, one after the other, and writes the report.
     *
     * @param cuts where shots of the source start; opened once for each result
     * @param files the report, which is written but not committed
     * @return what was measured, in the order of the results
     */
    public List<ConsistencyReport> run(Supplier<Cuts> cuts, ReportFiles files, Comparison.Listener listener) {
        List<ConsistencyReport> measured = new ArrayList<>();
        List<Map<String, Object>> facts = new ArrayList<>();
        List<FrameStrip> strips = new ArrayList<>();
        for (Path result : results) {
            FrameStrip strip = new FrameStrip();
            Comparison.Found found = new Comparison(source, result, untied, reading, measuring)
                    .compare(cuts.get(), pair -> {}, frame -> files.add(result.toString(), frame), strip, listener);
            strips.add(strip);
            measured.add(found.consistency());
            found.facts().remove("input");
            facts.add(found.facts());
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("input", source.toString());
        report.put("results", facts);
        files.writeSeveral(report, FrameStrip.rows(strips));
        return measured;
    }
}
