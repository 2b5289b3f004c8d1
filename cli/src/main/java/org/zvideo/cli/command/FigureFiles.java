package org.zvideo.cli.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.Progress;
import org.zvideo.core.analysis.Analysis;
import org.zvideo.core.analysis.Analysis.Point;
import org.zvideo.core.analysis.AttentionFigures;
import org.zvideo.core.analysis.Histogram;
import org.zvideo.core.analysis.NoiseStatistics;
import org.zvideo.core.analysis.StyleCurves;
import org.zvideo.core.analysis.Tsne;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.file.OutputFolder;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plot.Charts;
import org.zvideo.video.plot.ContactSheet;
import org.zvideo.video.plot.Drawing;
import org.zvideo.video.plot.HeatMap;

/** Draws figures and writes each with its data. */
final class FigureFiles {
    private static final int SHOWN_STEPS = 6;
    private static final int CELL = 150;

    private final OutputFiles files;
    private final OutputFolder folder;
    private final boolean replace;
    private final Console console;

    FigureFiles(OutputFiles files, Path folder, boolean replace, Console console) {
        this.files = files;
        this.folder = files.folder(folder);
        this.replace = replace;
        this.console = console;
    }

    /** Fails before the work if figures with these numbers exist and may not be replaced. */
    void claim(Set<Integer> figures) {
        for (String name : List.of("fig3.png", "fig4a.png", "fig5-mean.png", "fig6.png")) {
            if (figures.contains(name.charAt(3) - '0')) {
                files.require(folder.path().resolve(name), replace);
            }
        }
    }

    /** Draws Figs. 3 and 4. */
    void attention(
            Analysis analysis,
            RgbImage content,
            FrameGeometry size,
            RgbImage style,
            double lambda,
            AttentionSite site,
            List<Point> points,
            Set<Integer> wanted) {
        Progress progress = console.progress("picture");
        AttentionFigures figures = analysis.attention(content, style, lambda, site, points, console.observer(progress));
        progress.clear();
        String where = "layer " + site.layer() + ", step " + site.step();
        if (wanted.contains(3)) {
            StringBuilder csv = new StringBuilder("row,column,cosine\n");
            for (int n = 0; n < figures.cosine().length; n++) {
                csv.append(n / figures.columns())
                        .append(',')
                        .append(n % figures.columns())
                        .append(',')
                        .append(figures.cosine()[n])
                        .append('\n');
            }
            write("fig3.csv", csv);
            write(
                    "fig3.png",
                    HeatMap.of(
                            content,
                            figures.cosine(),
                            figures.rows(),
                            figures.columns(),
                            (double) size.width() / size.paddedWidth(),
                            (double) size.height() / size.paddedHeight(),
                            "cosine of style's and content's attention, " + where));
        }
        if (wanted.contains(4)) {
            List<String> names = points.stream()
                    .map(point -> "point " + point.x() + "," + point.y())
                    .toList();
            write("fig4.csv", histogramRows(names, figures));
            write(
                    "fig4a.png",
                    Charts.histograms("q·K_s/√d before softmax, " + where, "logit", named(names, figures.logits())));
            write(
                    "fig4b.png",
                    Charts.histograms(
                            "q·K_s/√d after softmax, " + where, "weight", named(names, figures.probabilities())));
            write(
                    "fig4c.png",
                    Charts.histograms(
                            "style's weights under Eq. 10, " + where, "weight", named(names, figures.reweighted())));
            write("fig4-points.png", marked(content, points));
        }
    }

    private static StringBuilder histogramRows(List<String> names, AttentionFigures figures) {
        StringBuilder csv = new StringBuilder("figure,point,bin_middle,count\n");
        Map<String, List<Histogram>> parts = new LinkedHashMap<>();
        parts.put("4a", figures.logits());
        parts.put("4b", figures.probabilities());
        parts.put("4c", figures.reweighted());
        parts.forEach((figure, histograms) -> {
            for (int n = 0; n < names.size(); n++) {
                Histogram histogram = histograms.get(n);
                for (int bin = 0; bin < histogram.counts().length; bin++) {
                    csv.append(figure)
                            .append(",\"")
                            .append(names.get(n))
                            .append("\",")
                            .append(histogram.middle(bin))
                            .append(',')
                            .append(histogram.counts()[bin])
                            .append('\n');
                }
            }
        });
        return csv;
    }

    private static Map<String, Histogram> named(List<String> names, List<Histogram> histograms) {
        Map<String, Histogram> named = new LinkedHashMap<>();
        for (int n = 0; n < names.size(); n++) {
            named.put(names.get(n), histograms.get(n));
        }
        return named;
    }

    private static RgbImage marked(RgbImage content, List<Point> points) {
        Drawing drawing = new Drawing(content.width(), content.height());
        drawing.picture(content, 0, 0);
        for (int n = 0; n < points.size(); n++) {
            drawing.ring(
                    points.get(n).x(),
                    points.get(n).y(),
                    Math.max(6, content.height() / 40),
                    Charts.COLORS.get(n % Charts.COLORS.size()));
        }
        return drawing.image();
    }

    /** Draws Fig. 5. If there are several folders, the styles of each form a group. */
    void noises(Analysis analysis, List<Path> files, List<RgbImage> styles) {
        Progress progress = console.progress("style");
        progress.expect(styles.size());
        List<NoiseStatistics> noises = new ArrayList<>();
        for (RgbImage style : styles) {
            noises.add(analysis.noise(style, console.observer(progress)));
            progress.unitDone();
        }
        progress.clear();
        long folders = files.stream().map(FigureFiles::parent).distinct().count();
        List<String> groups = files.stream()
                .map(file -> folders > 1 ? parent(file) : file.getFileName().toString())
                .toList();
        double[][] means = Tsne.embed(noises.stream().map(NoiseStatistics::mean).toArray(double[][]::new));
        double[][] variances =
                Tsne.embed(noises.stream().map(NoiseStatistics::variance).toArray(double[][]::new));
        StringBuilder csv = new StringBuilder("style,group,mean_x,mean_y,variance_x,variance_y,means,variances\n");
        for (int n = 0; n < files.size(); n++) {
            csv.append(String.format(
                    Locale.ROOT,
                    "\"%s\",\"%s\",%s,%s,%s,%s,\"%s\",\"%s\"%n",
                    files.get(n).getFileName(),
                    groups.get(n),
                    means[n][0],
                    means[n][1],
                    variances[n][0],
                    variances[n][1],
                    numbers(noises.get(n).mean()),
                    numbers(noises.get(n).variance())));
        }
        write("fig5.csv", csv);
        write("fig5-mean.png", Charts.scatter("t-SNE of the noises' means", groups, means));
        write("fig5-variance.png", Charts.scatter("t-SNE of the noises' variances", groups, variances));
    }

    private static String parent(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder.getFileName() == null
                ? folder.toString()
                : folder.getFileName().toString();
    }

    private static String numbers(double[] values) {
        StringBuilder text = new StringBuilder();
        for (double value : values) {
            text.append(text.isEmpty() ? "" : " ").append(value);
        }
        return text.toString();
    }

    /** Draws Fig. 6. */
    void styleDifference(Analysis analysis, RgbImage content, RgbImage style, double lambda) {
        Progress progress = console.progress("picture");
        StyleCurves curves = analysis.styleDifference(content, style, lambda, console.observer(progress));
        progress.clear();
        int steps = curves.content().length;
        StringBuilder csv = new StringBuilder("step,content,local,local_and_global\n");
        for (int j = 0; j < steps; j++) {
            csv.append(j)
                    .append(',')
                    .append(curves.content()[j])
                    .append(',')
                    .append(curves.local()[j])
                    .append(',')
                    .append(curves.both()[j])
                    .append('\n');
        }
        write("fig6.csv", csv);
        Map<String, double[]> lines = new LinkedHashMap<>();
        lines.put("content", curves.content());
        lines.put("local", curves.local());
        lines.put("local and global", curves.both());
        write("fig6.png", Charts.curves("Style difference (Eq. 14)", "denoising step", "difference", lines));
        int[] shown = IntStream.range(0, Math.min(SHOWN_STEPS, steps))
                .map(n -> steps <= SHOWN_STEPS ? n : n * (steps - 1) / (SHOWN_STEPS - 1))
                .toArray();
        ContactSheet sheet =
                new ContactSheet(IntStream.of(shown).mapToObj(j -> "step " + j).toList(), CELL);
        for (int kind = 0; kind < StyleCurves.KINDS.size(); kind++) {
            int row = kind;
            sheet.row(
                    StyleCurves.KINDS.get(kind),
                    IntStream.of(shown)
                            .mapToObj(j -> curves.features().get(j).get(row))
                            .toList());
        }
        write("fig6-features.png", sheet.image());
    }

    private void write(String name, CharSequence text) {
        write(name, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, RgbImage image) {
        write(name, StillImage.encode(image, Path.of(name)));
    }

    private void write(String name, byte[] bytes) {
        files.require(folder.path().resolve(name), replace);
        folder.write(name, bytes);
        console.result(folder.path().resolve(name));
    }
}
