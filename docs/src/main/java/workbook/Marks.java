package workbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may touch the fields of a class, as its source says: by an annotation, a modifier, a type or a comment. */
record Marks(String type, List<Field> fields) {
    /** Who may touch a field. */
    enum Who {
        NOTHING("unguarded", "any thread: nothing keeps them apart"),
        LOCK("lock", "whoever holds the lock that is named"),
        ALONE("one thread", "one thread alone"),
        SAFE("made for many", "any thread: its type, or volatile, sees to it"),
        FIXED("fixed", "any thread: it never changes (what it refers to has marks of its own)"),
        SAID("see", "as its comment says");

        final String word;
        final String text;

        Who(String word, String text) {
            this.word = word;
            this.text = text;
        }
    }

    /** The note is the lock's name, or what the comment says. */
    record Field(String name, Who who, String note) {}

    private static final Pattern FIELD = Pattern.compile("(?m)^ {4}(?:@GuardedBy\\(\"(?<lock>[^\"]+)\"\\) )?private "
            + "(?<modifiers>(?:static |final |volatile )*)(?<type>[\\w.<>\\[\\], ]+?) (?<name>\\w+)"
            + "(?<value> =[^;]*)?(?:;(?: // (?<comment>.*))?|)$");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z_]*");
    private static final Pattern SAFE = Pattern.compile("(Blocking|Atomic|Concurrent|Executor|Semaphore|Lock|Condition).*");
    private static final Pattern PLAIN = Pattern.compile(".*\\bnew (Linked|Tree)?(Hash)?(Array)?(Map|Set|List|Deque)<.*");

    static Marks of(String type, String source) {
        boolean isConfined = source.contains("Its own thread's alone.");
        var fields = new ArrayList<Field>();
        for (var field : FIELD.matcher(source).results().toList()) {
            if (!CONSTANT.matcher(field.group("name")).matches()) {
                fields.add(of(field.group("name"), field.group("lock"), field.group("modifiers"), field.group("type"),
                        String.valueOf(field.group("value")), field.group("comment") == null ? "" : field.group("comment"),
                        isConfined));
            }
        }
        return new Marks(type, fields);
    }

    private static Field of(String name, String lock, String modifiers, String type, String value, String comment,
            boolean isConfined) {
        if (lock != null) {
            return new Field(name, Who.LOCK, "of " + lock);
        } else if (isConfined) {
            return new Field(name, Who.ALONE, "");
        } else if (comment.contains("alone")) {
            return new Field(name, Who.ALONE, comment);
        } else if (modifiers.contains("volatile") || SAFE.matcher(type).matches() || value.contains("Concurrent")) {
            return new Field(name, Who.SAFE, modifiers.contains("volatile") ? "volatile"
                    : value.contains("Concurrent") ? "ConcurrentHashMap" : type.replaceFirst("<.*", ""));
        } else if (modifiers.contains("final")) {
            return new Field(name, PLAIN.matcher(value).matches() ? Who.NOTHING : Who.FIXED, "");
        }
        return new Field(name, Who.SAID, comment);
    }

    /** The classes of a stage that have fields. */
    static List<Marks> of(Path stage) throws IOException {
        try (Stream<Path> files = Files.list(stage.resolve("src/main/java/chat"))) {
            return files.sorted().map(file -> of(file.getFileName().toString().replace(".java", ""), Site.text(file)))
                    .filter(marks -> !marks.fields.isEmpty()).toList();
        }
    }

    /** All stages, and what the words mean. */
    static String html(Path root) throws IOException {
        var html = new StringBuilder("<h1>Who may touch what</h1>\n<p>Each class of each stage with its fields, drawn from "
                + "the marks in its source: <code>@GuardedBy</code>, <code>final</code>, <code>volatile</code>, types that "
                + "are made for many threads, and comments such as “its thread's alone”. Constants are left out.</p>\n<ul>");
        for (Who who : Who.values()) {
            html.append("<li class=\"who %s\"><b>%s</b> %s</li>".formatted(who.name().toLowerCase(), who.word, who.text));
        }
        html.append("</ul>\n");
        for (String stage : Site.stages(root)) {
            html.append("<h2 id=\"%s\">Stage %s</h2>\n<div class=\"marks\">".formatted(stage, stage.charAt(6)));
            for (Marks marks : of(root.resolve(stage))) {
                html.append("<section><h3>").append(marks.type).append("</h3><ul>");
                marks.fields.stream().collect(Collectors.groupingBy(Field::who)).entrySet().stream()
                        .sorted(Map.Entry.comparingByKey()).flatMap(entry -> entry.getValue().stream())
                        .forEach(field -> html.append("<li class=\"who %s\" title=\"%s\"><code>%s</code> <b>%s</b> %s</li>"
                                .formatted(field.who.name().toLowerCase(), field.who.text, field.name, field.who.word,
                                        Html.escape(field.note))));
                html.append("</ul></section>\n");
            }
            html.append("</div>\n");
        }
        return html.toString();
    }
}
