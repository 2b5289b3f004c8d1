package org.zvideo.video.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.zvideo.core.analysis.Histogram;
import org.zvideo.core.image.RgbImage;

/** Curves, histograms and scatter plots, drawn by XChart. */
public final class Charts {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 480;
    private static final int MARKER = 10;
    private static final int TRANSLUCENT = 70;

    /** Colors of the series, in order. Marks in a picture next to a chart use the same colors. */
    public static final List<Color> COLORS = List.of(
            new Color(0x1f77b4), new Color(0xd62728), new Color(0x2ca02c), new Color(0x9467bd), new Color(0xff7f0e));

    private Charts() {}

    /** Draws one line per name over the indices 0, 1, … */
    public static RgbImage curves(String title, String x, String y, Map<String, double[]> lines) {
        XYChart chart = chart(title, x, y, XYSeriesRenderStyle.Line);
        lines.forEach((name, values) -> chart.addSeries(
                        name, IntStream.range(0, values.length).asDoubleStream().toArray(), values)
                .setMarker(SeriesMarkers.NONE));
        return drawn(chart);
    }

    /** Draws counts over the centers of the bins, one outline per name, on a logarithmic scale of 1 + count. */
    public static RgbImage histograms(String title, String x, Map<String, Histogram> histograms) {
        XYChart chart = chart(title, x, "1 + count", XYSeriesRenderStyle.StepArea);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisDecimalPattern("0.####");
        histograms.forEach((name, histogram) -> {
            Color own = COLORS.get(chart.getSeriesMap().size() % COLORS.size());
            chart.addSeries(
                            name,
                            IntStream.range(0, histogram.counts().length)
                                    .mapToDouble(histogram::middle)
                                    .toArray(),
                            IntStream.range(0, histogram.counts().length)
                                    .mapToDouble(bin -> 1.0 + histogram.counts()[bin])
                                    .toArray())
                    .setMarker(SeriesMarkers.NONE)
                    .setFillColor(new Color(own.getRed(), own.getGreen(), own.getBlue(), TRANSLUCENT));
        });
        return drawn(chart);
    }

    /** Draws points in the plane. Points of one group share a color. */
    public static RgbImage scatter(String title, List<String> groups, double[][] points) {
        XYChart chart = chart(title, "", "", XYSeriesRenderStyle.Scatter);
        chart.getStyler().setMarkerSize(MARKER);
        chart.getStyler().setXAxisDecimalPattern("0.##");
        chart.getStyler().setYAxisDecimalPattern("0.##");
        Map<String, List<double[]>> byGroup = new LinkedHashMap<>();
        for (int n = 0; n < points.length; n++) {
            byGroup.computeIfAbsent(groups.get(n), group -> new ArrayList<>()).add(points[n]);
        }
        byGroup.forEach((group, members) -> chart.addSeries(
                        group,
                        members.stream().mapToDouble(point -> point[0]).toArray(),
                        members.stream().mapToDouble(point -> point[1]).toArray())
                .setMarker(SeriesMarkers.CIRCLE));
        return drawn(chart);
    }

    private static XYChart chart(String title, String x, String y, XYSeriesRenderStyle style) {
        Drawing.requireFont();
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setDefaultSeriesRenderStyle(style);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setSeriesColors(COLORS.toArray(Color[]::new));
        return chart;
    }

    private static RgbImage drawn(XYChart chart) {
        return Drawing.image(BitmapEncoder.getBufferedImage(chart));
    }
}
