package costs;

import module java.base;

import load.Spread;

/**
 * Draws SVG files with one row for each figure: a dot at the median, a line from the least value to the greatest, and
 * the numbers. What is missing is said in its row. (No library for Java that we found draws uneven ranges on a
 * logarithmic axis.) Colours are those that Okabe and Ito chose for people who see colours differently, and
 * no row is told by its colour alone; the background is white, whatever is around it.
 */
final class Plots {
    private static final int WIDTH = 900;
    private static final int LEFT = 240;
    private static final int RIGHT = 670;
    private static final int ROW = 20;
    private static final List<String> COLOURS =
            List.of("#777777", "#E69F00", "#0072B2", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000");

    /** Some figures that are compared; each group of rows has its title. */
    record Group(String title, List<Row> rows) {}

    /** @param spread empty if it wasn't measured */
    record Row(String name, Optional<Spread> spread) {}

    private final StringBuilder svg = new StringBuilder();
    private final double low;
    private final double high;
    private final boolean isLogarithmic;

    private Plots(List<Group> groups, boolean isLogarithmic) {
        var spreads = groups.stream().flatMap(group -> group.rows.stream()).flatMap(row -> row.spread.stream()).toList();
        double greatest = spreads.stream().mapToDouble(Spread::max).max().orElse(1);
        double least = spreads.stream().mapToDouble(Spread::min).filter(value -> value > 0).min().orElse(1);
        low = isLogarithmic ? Math.pow(10, Math.floor(Math.log10(least))) : 0;
        high = isLogarithmic ? Math.pow(10, Math.ceil(Math.log10(greatest))) : 1.05 * greatest;
        this.isLogarithmic = isLogarithmic;
    }

    /** One scale for all groups; what is 0 stands at the left end of it. */
    static void draw(Path file, String title, String unit, boolean isLogarithmic, List<Group> groups)
            throws IOException {
        Files.writeString(file, new Plots(groups, isLogarithmic).draw(title, unit, groups));
    }

    private String draw(String title, String unit, List<Group> groups) {
        int rows = groups.stream().mapToInt(group -> group.rows.size() + 1).sum();
        int top = 50;
        int bottom = top + rows * ROW + 10;
        add("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='13' "
                + "fill='#333333' role='img'>", WIDTH, bottom + 45);
        add("<title>%s</title><rect width='100%%' height='100%%' fill='white'/>", escaped(title));
        text(20, 25, "start", "font-weight='bold' font-size='15'", title);
        for (double tick : ticks()) {
            add("<line x1='%1$.1f' x2='%1$.1f' y1='%2$d' y2='%3$d' stroke='#dddddd'/>", x(tick), top, bottom);
            text(x(tick), bottom + 16, "middle", "font-size='12'", number(tick));
        }
        text((LEFT + RIGHT) / 2.0, bottom + 36, "middle", "", unit + (isLogarithmic ? ", logarithmic" : ""));
        int y = top;
        for (Group group : groups) {
            y += ROW;
            text(20, y - 5, "start", "font-weight='bold'", group.title);
            for (int i = 0; i < group.rows.size(); i++, y += ROW) {
                row(group.rows.get(i), y + ROW / 2, COLOURS.get(i % COLOURS.size()));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private void row(Row row, int y, String colour) {
        text(LEFT - 12, y + 4, "end", "", row.name);
        if (row.spread.isEmpty()) {
            text(LEFT + 8, y + 4, "start", "font-style='italic'", "not measured in this run");
            return;
        }
        var spread = row.spread.get();
        add("<line x1='%.1f' x2='%.1f' y1='%d' y2='%3$d' stroke='%s' stroke-width='3'/>",
                x(spread.min()), x(spread.max()), y, colour);
        add("<circle cx='%.1f' cy='%d' r='5' fill='%s'/>", x(spread.median()), y, colour);
        text(RIGHT + 12, y + 4, "start", "", spread.min() == spread.max()
                ? number(spread.median())
                : "%s (%s–%s)".formatted(number(spread.median()), number(spread.min()), number(spread.max())));
    }

    private double x(double value) {
        double share = isLogarithmic
                ? Math.log10(Math.max(value, low) / low) / Math.log10(high / low)
                : value / high;
        return LEFT + share * (RIGHT - LEFT);
    }

    private double[] ticks() {
        if (isLogarithmic) {
            return DoubleStream.iterate(low, tick -> tick < high * 1.01, tick -> 10 * tick).toArray();
        }
        double step = Math.pow(10, Math.floor(Math.log10(high)));
        double fine = high / step < 2 ? step / 5 : high / step < 5 ? step / 2 : step;
        return DoubleStream.iterate(0, tick -> tick <= high, tick -> tick + fine).toArray();
    }

    /** Three digits, which is more than the figures are worth. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 || value == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value)
                .replaceFirst("\\.0+$", "");
    }

    private void text(double x, int y, String anchor, String style, String text) {
        add("<text x='%.1f' y='%d' text-anchor='%s' %s>%s</text>", x, y, anchor, style, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void add(String element, Object... values) {
        svg.append(String.format(Locale.ROOT, element, values)).append('\n');
    }
}
