package costs;

import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws SVG files. Colours are those that Okabe and Ito chose for people who see colours differently, and no
 * series is told by its colour alone; the background is white, whatever is around it. All values are medians;
 * ranges are in the page's tables.
 */
final class Plots {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 460;
    private static final Color[] COLOURS = {new Color(0x999999), new Color(0xE69F00), new Color(0x0072B2),
        new Color(0x009E73), new Color(0xD55E00), new Color(0xCC79A7), new Color(0x56B4E9), new Color(0x000000),
        new Color(0x882255)}; // the last is Tol's, as there are nine lines in one plot
    private static final Marker[] MARKERS = {SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_UP, SeriesMarkers.TRIANGLE_DOWN, SeriesMarkers.CROSS, SeriesMarkers.PLUS};

    /** What belongs together: the same bar in each group, or the points of a line. A value may be missing. */
    record Series(String name, List<Optional<Figure>> figures, double scale, int colour) {
        private List<Double> medians() {
            var medians = new ArrayList<Double>();
            for (Optional<Figure> figure : figures) {
                medians.add(figure.map(f -> f.median() * scale).orElse(null));
            }
            return medians;
        }
    }

    private Plots() {}

    /** Groups of bars, a series having one in each. */
    static void bars(Path file, String title, String y, List<String> groups, List<Series> all, boolean logarithmic)
            throws IOException {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(y).build();
        style(chart.getStyler());
        chart.getStyler().setYAxisLogarithmic(logarithmic).setYAxisLogarithmicDecadeOnly(true);
        chart.getStyler().setAvailableSpaceFill(0.85).setLabelsVisible(true).setLabelsPosition(1.04)
                .setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11)).setLabelsFontColor(Color.DARK_GRAY);
        chart.getStyler().setLabelsFontColorAutomaticEnabled(false);
        double least = least(all);
        double greatest = greatest(all);
        if (logarithmic) {
            chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(least / 2)))).setYAxisMax(2.5 * greatest);
        } else {
            chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.12 * greatest);
        }
        chart.getStyler().setYAxisTickLabelsFormattingFunction(Plots::number).setDecimalPattern("#,##0.###");
        for (Series series : all) {
            var medians = series.medians().stream().map(value -> value == null ? null : twoDigits(value)).toList();
            var drawn = chart.addSeries(series.name, groups, medians);
            drawn.setFillColor(COLOURS[series.colour % COLOURS.length]);
        }
        save(chart, file);
    }

    /**
     * Lines over a few places on the x axis, which stand at equal distances. Series from {@code dashed} on are dashed.
     */
    static void lines(Path file, String title, String x, String y, List<String> places, List<Series> all, int dashed)
            throws IOException {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT)
                .title(title).xAxisTitle(x).yAxisTitle(y).build();
        style(chart.getStyler());
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line).setOverlapped(true);
        chart.getStyler().setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(true)
                .setYAxisTickLabelsFormattingFunction(Plots::number);
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(least(all)))))
                .setYAxisMax(1.5 * greatest(all));
        chart.getStyler().setMarkerSize(9);
        for (int i = 0; i < all.size(); i++) {
            Series series = all.get(i);
            var drawn = chart.addSeries(series.name, places, series.medians());
            Color colour = COLOURS[series.colour % COLOURS.length];
            drawn.setMarker(MARKERS[i % MARKERS.length]).setMarkerColor(colour);
            drawn.setLineColor(colour).setLineStyle(i < dashed ? SeriesLines.SOLID : SeriesLines.DASH_DASH)
                    .setLineWidth(2);
        }
        save(chart, file);
    }

    private static void style(AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE)
                .setChartFontColor(Color.DARK_GRAY);
        styler.setPlotBorderVisible(false).setLegendBorderColor(Color.WHITE).setLegendPosition(LegendPosition.OutsideE);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15))
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setPlotGridVerticalLinesVisible(false).setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    private static double least(List<Series> all) {
        return all.stream()
                .flatMap(series -> series.figures.stream().flatMap(Optional::stream)
                        .map(figure -> figure.median() * series.scale))
                .filter(value -> value > 0).min(Double::compare).orElse(1.0);
    }

    private static double greatest(List<Series> all) {
        return all.stream()
                .flatMap(series -> series.figures.stream().flatMap(Optional::stream)
                        .map(figure -> figure.median() * series.scale))
                .max(Double::compare).filter(value -> value > 0).orElse(1.0);
    }

    private static double twoDigits(double value) {
        if (value == 0) {
            return 0;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 1);
        return Math.round(value / unit) * unit;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 1 || value == 0 ? "%,.0f" : "%.2g", value);
    }

    /** Letters are drawn as outlines, so the picture is the same everywhere; a tenth of a pixel is enough for them. */
    private static void save(IChart chart, Path file) throws IOException {
        var svg = new ByteArrayOutputStream();
        ChartEncoder.saveChart(chart, svg, "svg");
        String text = svg.toString(StandardCharsets.UTF_8);
        Files.writeString(file, text.replaceAll("(\\d\\.\\d)\\d+", "$1"));
    }
}
