package workbook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The numbers that a page takes from the recorded costs:
 * {@code 40 times<!--figure sockets|stage06|1000 1 64 / sockets|stage03|1000 1 64-->}. Each is the median that was
 * recorded, rounded to the digits that are shown.
 */
final class Figures {
    private static final Pattern MARKED = Pattern.compile("(?:(?<number>\\d[\\d,]*(?:\\.\\d+)?)"
            + "(?<unit>(?:[\\s*]+|(?=%))[\\p{L}%/ -]{0,30})?\\**)?"
            + "<!--\\s*figure\\s+(?<of>[^>]*?)\\s*-->(?<after>\\s*[\\p{L}%]*\\s*[\\p{L}%]*)");
    private static final Pattern MEASURED = Pattern.compile("(?<![\\w.,])\\d[\\d,.]*\\s*"
            + "(?:times\\b|%|per ?cent\\b|ns\\b|µs\\b|ms\\b|(?:nano|micro|milli)seconds?\\b"
            + "|(?:thousand |million )?deliveries\\b|[KMG]i?B\\b)(?!\\s*<!--)");
    private static final Pattern NOT_YET = Pattern.compile("\\bNN\\b(?![^<]{0,30}<!--)");
    private static final Map<String, Double> NANOSECONDS = Map.of("s", 1e9, "seconds", 1e9, "ms", 1e6,
            "milliseconds", 1e6, "µs", 1e3, "us", 1e3, "microseconds", 1e3, "ns", 1.0, "nanoseconds", 1.0);
    private static final Map<String, Double> BYTES = Map.of("bytes", 1.0, "KB", 1e3, "KiB", 1024.0, "MB", 1e6,
            "MiB", 1024.0 * 1024, "GB", 1e9, "GiB", 1024.0 * 1024 * 1024);

    private record Recorded(Map<String, Double> values, String unit) { // by round
        double median() {
            return median(values.values());
        }

        /** This divided by another, round by round: the median of that; without a common round, of the two medians. */
        double over(Recorded other) {
            var shares = values.keySet().stream().filter(other.values::containsKey)
                    .map(round -> values.get(round) / other.values.get(round)).toList();
            return shares.isEmpty() ? median() / other.median() : median(shares);
        }

        private static double median(Collection<Double> values) {
            var sorted = values.stream().sorted().toList();
            return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        }
    }

    private final Map<String, Recorded> recorded = new TreeMap<>();

    Figures(Path root) {
        var run = JsonMapper.shared().readTree(root.resolve("docs/costs/figures.json").toFile());
        for (JsonNode figure : run.get("figures")) {
            var values = new TreeMap<String, Double>();
            figure.get("values").forEachEntry((round, value) -> values.put(round, value.asDouble()));
            recorded.put(figure.get("of").asString() + "|" + figure.get("who").asString()
                            + "|" + figure.get("at").asString(),
                    new Recorded(values, figure.get("unit").asString()));
        }
    }

    /** The lines of a page with figures in them; to the problems are added those that can't be written. */
    List<Written> write(Page page, List<Problem> problems) {
        String text = withoutBlocks(page);
        var lines = new ArrayList<>(page.lines);
        var written = new TreeSet<Integer>();
        for (MatchResult marked : MARKED.matcher(text).results().toList().reversed()) { // so columns stay as they are
            String unclear = unclear(marked);
            if (unclear != null) {
                problems.add(page.problem(line(text, marked.start("of")), "%s: %s", unclear, marked.group().strip()));
                continue;
            }
            int line = line(text, marked.start("number"));
            int column = marked.start("number") - text.lastIndexOf('\n', marked.start("number")) - 1;
            String old = lines.get(line - 1);
            lines.set(line - 1, old.substring(0, column) + right(marked)
                    + old.substring(column + marked.group("number").length()));
            written.add(line);
        }
        NOT_YET.matcher(text).results().forEach(number ->
                problems.add(page.problem(line(text, number.start()), "NN without a <!--figure OF|WHO|AT-->")));
        MEASURED.matcher(text).results()
                .filter(number -> "Prove it and price it".equals(Chapters.section(page, line(text, number.start()))))
                .forEach(number -> problems.add(page.problem(line(text, number.start()),
                        "a measured number needs its source: %s<!--figure OF|WHO|AT-->. "
                                + "(What isn't measured may be said in words.)", number.group())));
        return written.stream()
                .map(line -> new Written(line, List.of(page.lines.get(line - 1)), List.of(lines.get(line - 1))))
                .toList();
    }

    /** The page, line by line, with nothing where its blocks and inline code are. */
    private static String withoutBlocks(Page page) {
        var lines = new ArrayList<>(page.lines);
        for (Page.Fence fence : page.fences) {
            for (int i = 0; i < fence.lines().size(); i++) {
                lines.set(fence.line(i) - 1, "");
            }
        }
        return Pattern.compile("`[^`\n]*`")
                .matcher(String.join("\n", lines))
                .replaceAll(code -> " ".repeat(code.group().length()));
    }

    private static int line(String text, int position) {
        return (int) text.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
    }

    private static String[] operands(MatchResult marked) {
        // In a table, a bar is written \|.
        return marked.group("of").replace("\\|", "|").replaceAll("\\s+", " ").split(" / ");
    }

    /** Why the figure can't be written; null if it can. */
    private String unclear(MatchResult marked) {
        if (marked.group("number") == null) {
            return "no number before this";
        }
        for (String operand : operands(marked)) {
            if (!recorded.containsKey(operand) && !operand.matches("[\\d.]+")) {
                String of = operand.replaceFirst("\\|.*", "|");
                return "no such figure was recorded: " + operand + "; with " + of + " there are "
                        + recorded.keySet().stream().filter(key -> key.startsWith(of)).toList();
            }
        }
        return null;
    }

    private String right(MatchResult marked) {
        String[] operands = operands(marked);
        String words = (marked.group("unit") == null ? "" : marked.group("unit")) + " " + marked.group("after");
        boolean isRatio = operands.length == 2 && operands[1].contains("|");
        double value = isRatio ? recorded.get(operands[0]).over(recorded.get(operands[1]))
                : value(operands[0]) / (operands.length == 2 ? value(operands[1]) : 1);
        value /= isRatio
                ? (words.matches("(?s).*(%|\\bper\\s?cent).*") ? 0.01 : 1)
                : scale(words, recorded.get(operands[0]).unit);
        String shown = marked.group("number");
        String right = rounded(value, shown.replace(",", ""));
        return shown.replace(",", "").equals(right) ? shown
                : shown.contains(",") ? right.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",") : right;
    }

    private double value(String operand) {
        return recorded.containsKey(operand) ? recorded.get(operand).median() : Double.parseDouble(operand);
    }

    /** What one of the shown unit is in the recorded one, such as {@code ns/op} or {@code bytes of live objects}. */
    private static double scale(String words, String recorded) {
        var recordedWords = List.of(recorded.split("/\\w+|[ ,]+"));
        double scale = 1;
        for (String word : words.strip().split("[\\s*]+")) {
            if (word.equals("thousand")) {
                scale *= 1e3;
            } else if (word.equals("million")) {
                scale *= 1e6;
            }
            for (var units : List.of(NANOSECONDS, BYTES)) {
                var unit = recordedWords.stream().filter(units::containsKey).findFirst();
                if (units.containsKey(word) && unit.isPresent()) {
                    scale *= units.get(word) / units.get(unit.get());
                }
            }
        }
        return scale;
    }

    /**
     * The value with as many digits as the number shows. Zeros at its end needn't be measured, if two digits stand
     * before them.
     */
    private static String rounded(double value, String shown) {
        var like = new BigDecimal(shown);
        int places = Math.max(like.scale(), 0);
        if (places == 0) {
            int zeros = shown.length() - shown.replaceFirst("0+$", "").length();
            places = -Math.min(zeros, Math.max(0, shown.length() - 2));
        }
        return new BigDecimal(value).setScale(places, RoundingMode.HALF_UP).toPlainString();
    }
}
