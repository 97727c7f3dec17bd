package costs;

import module java.base;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import load.Spread;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/**
 * Draws SVG files: a band for each server, in it a row for each series, with a mark at the median, a line from the
 * least value to the greatest, and the numbers. What is missing is said in its row. Series differ in shape and in
 * colour; the background is white, whatever is around it.
 */
final class Plots {
    private static final int WIDTH = 800;
    private static final int ROW = 22;
    private static final int AROUND_ROWS = 140;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final List<Shape> SHAPES = List.of(new Ellipse2D.Double(-5, -5, 10, 10),
            new Rectangle2D.Double(-4.5, -4.5, 9, 9), ShapeUtils.createUpTriangle(5.5f));
    /** Of those that Okabe and Ito chose for people who see colours differently. */
    private static final List<Color> COLOURS =
            List.of(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73));

    /** What is compared under one load: a value for each server, in the same order; empty if it wasn't measured. */
    record Series(String name, List<Optional<Spread>> values) {}

    private Plots() {}

    /** One scale for all series; what is 0 stands at the left end of it. */
    static void draw(Path file, String title, String unit, boolean isLogarithmic, List<String> servers,
            List<Series> all) throws IOException {
        var plot = new XYPlot();
        ValueAxis values = isLogarithmic ? logarithmic(unit, all) : linear(unit);
        values.setLabelFont(FONT);
        values.setTickLabelFont(FONT);
        plot.setDomainAxis(values);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinesVisible(false);
        var bands = rows(servers);
        bands.setGridBandsVisible(true);
        plot.setRangeAxis(0, bands);
        plot.setRangeAxis(1, rows(IntStream.range(0, servers.size()).boxed()
                .flatMap(server -> all.stream().map(series -> numbers(series.values.get(server)))).toList()));
        plot.setDataset(points(values, all));
        plot.mapDatasetToRangeAxis(0, 1);
        plot.setRenderer(renderer(all.size()));

        var chart = new JFreeChart(title, FONT.deriveFont(Font.BOLD, 15), plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(8, 8, 8, 8));
        chart.getLegend().setItemFont(FONT);
        int height = AROUND_ROWS + ROW * servers.size() * all.size();
        var svg = new SVGGraphics2D(WIDTH, height);
        svg.setDefsKeyPrefix(""); // instead of the time, so that the same figures make the same file
        svg.setGeomDoubleConverter(Plots::tenths);
        chart.draw(svg, new Rectangle2D.Double(0, 0, WIDTH, height));
        Files.writeString(file, svg.getSVGElement(null, false, new ViewBox(0, 0, WIDTH, height), null, null) + "\n");
    }

    /** From 0, with a margin for the mark that stands there. */
    private static ValueAxis linear(String unit) {
        var axis = new NumberAxis(unit);
        axis.setAutoRangeStickyZero(false);
        return axis;
    }

    /** From one power of ten to another, with a margin. */
    private static ValueAxis logarithmic(String unit, List<Series> all) {
        var spreads = all.stream().flatMap(series -> series.values.stream()).flatMap(Optional::stream).toList();
        double least = spreads.stream().mapToDouble(Spread::min).filter(value -> value > 0).min().orElse(1);
        double greatest = spreads.stream().mapToDouble(Spread::max).max().orElse(1);
        double low = Math.pow(10, Math.floor(Math.log10(least)));
        double high = Math.pow(10, Math.ceil(Math.log10(Math.max(least, greatest))));
        var axis = new LogAxis(unit + ", logarithmic");
        axis.setRange(0.9 * low, 1.1 * high);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(NumberFormat.getInstance(Locale.ROOT));
        return axis;
    }

    private static SymbolAxis rows(List<String> names) {
        var axis = new SymbolAxis(null, names.toArray(String[]::new));
        axis.setRange(-0.5, names.size() - 0.5);
        axis.setInverted(true);
        axis.setGridBandsVisible(false);
        axis.setTickLabelFont(FONT);
        return axis;
    }

    private static XYIntervalSeriesCollection points(ValueAxis axis, List<Series> all) {
        double zero = axis instanceof LogAxis ? axis.getLowerBound() : 0;
        var points = new XYIntervalSeriesCollection();
        for (Series series : all) {
            int row = points.getSeriesCount();
            var line = new XYIntervalSeries(series.name, false, true);
            for (Optional<Spread> value : series.values) {
                double y = row;
                value.ifPresent(it -> line.add(Math.max(it.median(), zero), Math.max(it.min(), zero),
                        Math.max(it.max(), zero), y, y, y));
                row += all.size();
            }
            points.addSeries(line);
        }
        return points;
    }

    private static XYErrorRenderer renderer(int series) {
        var renderer = new XYErrorRenderer();
        renderer.setDrawYError(false);
        renderer.setDrawOutlines(false);
        renderer.setErrorStroke(new BasicStroke(3));
        for (int i = 0; i < series; i++) {
            renderer.setSeriesShape(i, SHAPES.get(i));
            renderer.setSeriesPaint(i, COLOURS.get(i));
        }
        return renderer;
    }

    private static String numbers(Optional<Spread> spread) {
        return spread.map(it -> number(it.median()) + range(it)).orElse("not measured in this run");
    }

    /** Nothing if all values are the same, or there is only one. */
    static String range(Spread spread) {
        return spread.min() == spread.max() ? "" : " (%s–%s)".formatted(number(spread.min()), number(spread.max()));
    }

    /** A place on the plot, in pixels. */
    private static String tenths(double place) {
        return String.format(Locale.ROOT, "%.1f", place);
    }

    /** Three digits, which is more than the figures are worth. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 || value == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value)
                .replaceFirst("\\.0+$", "");
    }
}
