package workbook;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;

/**
 * All that a step changes, in hunks, in the order in which its chapter teaches it: first what the blocks of the section
 * "The step" show, then the rest, file by file, the tests last. Each hunk has a note, from the page {@link #NOTES}.
 */
record Step(String from, String to, List<Source> sources, List<Hunk> hunks) {
    /**
     * The page with the notes. An item of its lists begins with the class, and with how a line begins that the hunk
     * changes; or with the class alone, for all of its hunks that have no note yet:
     *
     * <pre>
     * ## 2 → 3
     *
     * - **ChatRoom, `synchronized boolean join(`.** One thread at a time is in one of the three methods.
     * </pre>
     */
    static final String NOTES = "docs/steps.md";

    /** A file that changes: the lines of both stages, as in a diff; from the folder of the stage. */
    record Source(String path, List<Line> lines) {}

    /** The mark of a diff, and the hunk to which a changed line belongs. */
    record Line(String mark, String text, int hunk) {}

    /** The source in which it is; its note, as HTML, and the note's line; the block that shows it, or nothing. */
    record Hunk(int source, String title, String note, int line, String block) {}

    /** The lines of both, each behind its mark. */
    static List<String> changes(List<String> before, List<String> after) {
        var lines = new ArrayList<String>();
        for (AbstractDelta<String> delta : DiffUtils.diff(before, after, true).getDeltas()) {
            boolean isSame = delta.getType() == DeltaType.EQUAL;
            delta.getSource().getLines().forEach(line -> lines.add((isSame ? " " : "-") + line));
            if (!isSame) {
                delta.getTarget().getLines().forEach(line -> lines.add("+" + line));
            }
        }
        return lines;
    }

    /** The step that this chapter ends with. */
    static Step of(Path root, Page chapter, Page notes, String from, String to, Function<List<Node>, String> html)
            throws IOException, Excerpt.Unclear {
        var builder = new Builder(root, from, to);
        builder.teach(chapter);
        builder.addRest();
        builder.note(notes, html);
        return builder.step();
    }

    /** "1 → 2" */
    static String number(String from, String to) {
        return from.substring(6, 7) + " → " + to.substring(6, 7);
    }

    /** What stands below the first heading that begins so, up to the next one. */
    static List<Node> section(Page page, String heading) {
        var nodes = Page.children(page.document).stream()
                .dropWhile(node -> !(node instanceof Heading && Page.text(node).startsWith(heading))).skip(1).toList();
        return nodes.stream().takeWhile(node -> !(node instanceof Heading)).toList();
    }

    private static final class Builder {
        private static final int CONTEXT = 3; // lines

        private final Path root;
        private final String from;
        private final String to;
        private final List<String> paths;
        private final List<List<String>> lines = new ArrayList<>(); // by source
        private final List<int[]> hunkOf = new ArrayList<>(); // by source and line; -1: none yet
        private final List<Hunk> hunks = new ArrayList<>();

        Builder(Path root, String from, String to) {
            this.root = root;
            this.from = from;
            this.to = to;
            var all = new TreeSet<String>();
            for (String stage : List.of(from, to)) {
                for (String folder : List.of("src/main", "src/test")) {
                    Site.files(root.resolve(stage).resolve(folder)).forEach(file ->
                            all.add(Site.relative(root.resolve(stage).resolve("pom.xml"), file)));
                }
            }
            paths = all.stream().filter(path -> !lines(from, path).equals(lines(to, path))).toList();
            for (String path : paths) {
                var changes = changes(lines(from, path), lines(to, path));
                var none = new int[changes.size()];
                Arrays.fill(none, -1);
                lines.add(changes);
                hunkOf.add(none);
            }
        }

        private List<String> lines(String stage, String path) {
            Path file = root.resolve(stage).resolve(path);
            return Files.exists(file) ? Site.text(file).lines().toList() : List.of();
        }

        /** Each block of the chapter's section is a hunk, unless others have shown all of it. */
        void teach(Page chapter) throws Excerpt.Unclear {
            for (Node node : section(chapter, "The step")) {
                int source = node instanceof FencedCodeBlock block ? source(Page.fence(block)) : -1;
                if (source < 0) {
                    continue;
                }
                Page.Fence fence = Page.fence((FencedCodeBlock) node);
                var places = places(fence, source).stream().filter(at -> isChanged(source, at)).toList();
                places.forEach(at -> hunkOf.get(source)[at] = hunks.size());
                if (!places.isEmpty()) {
                    hunks.add(new Hunk(source, name(source), "", 0, fence.info()));
                }
            }
        }

        /** Whether this line is changed, and in no hunk yet. */
        private boolean isChanged(int source, int line) {
            return hunkOf.get(source)[line] < 0 && !lines.get(source).get(line).startsWith(" ");
        }

        /** The changed file that this block shows; -1 if it shows another. */
        private int source(Page.Fence fence) {
            String file = fence.info(0).equals("diff") && fence.info(1).equals(from) && fence.info(2).equals(to)
                    ? fence.info(3)
                    : fence.info(0).equals("java") && fence.info(1).startsWith(to + "/") ? fence.info(1) : null;
            return file == null ? -1 : paths.indexOf(file.startsWith(to) ? file.substring(to.length() + 1)
                    : file.contains("/") ? file : "src/main/java/chat/" + file);
        }

        private List<Integer> places(Page.Fence fence, int source) throws Excerpt.Unclear {
            var places = Excerpt.places(root, fence);
            if (fence.info(0).equals("diff")) {
                return places;
            }
            var after = new ArrayList<Integer>(); // where each line of the later stage stands in the changes
            for (int i = 0; i < lines.get(source).size(); i++) {
                if (!lines.get(source).get(i).startsWith("-")) {
                    after.add(i);
                }
            }
            return places.stream().map(after::get).toList();
        }

        /** The changed lines that no block shows: those near each other are a hunk, as Git has it; of a new file all. */
        void addRest() {
            for (int source = 0; source < paths.size(); source++) {
                boolean isNew = lines.get(source).stream().allMatch(line -> line.startsWith("+"));
                int last = -1; // such line of this source
                for (int i = 0; i < lines.get(source).size(); i++) {
                    if (isChanged(source, i)) {
                        if (last < 0 || !isNew && i - last > 2 * CONTEXT + 1) {
                            hunks.add(new Hunk(source, name(source), "", 0, ""));
                        }
                        hunkOf.get(source)[i] = hunks.size() - 1;
                        last = i;
                    }
                }
            }
        }

        void note(Page page, Function<List<Node>, String> html) throws Excerpt.Unclear {
            for (Node list : section(page, number(from, to))) {
                for (Node item : list instanceof BulletList ? Page.children(list) : List.<Node>of()) {
                    note(page, item, html);
                }
            }
            var missing = hunks.stream().filter(hunk -> hunk.note.isEmpty())
                    .map(hunk -> hunk.title + ", `" + first(hunks.indexOf(hunk)) + "`").toList();
            if (!missing.isEmpty()) {
                throw new Excerpt.Unclear(page.problem(1, "the step %s needs notes for %s", number(from, to),
                        String.join("; ", missing)));
            }
        }

        private void note(Page page, Node item, Function<List<Node>, String> html) throws Excerpt.Unclear {
            int line = Page.line(item);
            if (!(item.getFirstChild().getFirstChild() instanceof StrongEmphasis head)) {
                throw new Excerpt.Unclear(page.problem(line,
                        "a note begins with **CLASS, `HOW A CHANGED LINE BEGINS`.**"));
            }
            String name = Page.text(head).replaceFirst("\\W.*", "");
            var note = new Paragraph();
            while (head.getNext() != null) {
                note.appendChild(head.getNext());
            }
            if (!Page.text(note).matches(".*\\w.*[.?!]\\)?")) {
                throw new Excerpt.Unclear(page.problem(line, "a note of %s is whole sentences:%s", name,
                        Page.text(note)));
            }
            var named = new TreeSet<Integer>();
            for (Code beginning : Page.all(head, Code.class)) {
                named.add(find(name, beginning.getLiteral()).orElseThrow(() -> new Excerpt.Unclear(page.problem(line,
                        "the step changes no line of %s that begins with `%s`", name, beginning.getLiteral()))));
            }
            var noted = named.isEmpty() ? IntStream.range(0, hunks.size()).boxed().filter(hunk ->
                    hunks.get(hunk).title.equals(name) && hunks.get(hunk).note.isEmpty()).toList() : named;
            if (noted.isEmpty()) {
                throw new Excerpt.Unclear(page.problem(line, "the step changes nothing in %s that has no note yet",
                        name));
            }
            for (int hunk : noted) {
                if (hunks.get(hunk).line > 0) {
                    throw new Excerpt.Unclear(page.problem(line, "the hunk of %s that begins with `%s` has a note "
                            + "already, on line %s", name, first(hunk), hunks.get(hunk).line));
                }
            }
            String text = html.apply(List.of(note));
            noted.forEach(hunk -> hunks.set(hunk, new Hunk(hunks.get(hunk).source, name, text, line,
                    hunks.get(hunk).block)));
        }

        /** The hunk with the first changed line of this class that begins so. */
        private Optional<Integer> find(String name, String beginning) {
            return IntStream.range(0, paths.size()).filter(source -> name(source).equals(name)).boxed()
                    .flatMap(source -> IntStream.range(0, lines.get(source).size())
                            .filter(line -> hunkOf.get(source)[line] >= 0
                                    && lines.get(source).get(line).substring(1).strip().startsWith(beginning))
                            .mapToObj(line -> hunkOf.get(source)[line])).findFirst();
        }

        private String first(int hunk) {
            var of = hunkOf.get(hunks.get(hunk).source);
            return lines.get(hunks.get(hunk).source).get(IntStream.range(0, of.length)
                    .filter(line -> of[line] == hunk).findFirst().orElseThrow());
        }

        private String name(int source) {
            return paths.get(source).replaceFirst(".*/", "").replace(".java", "");
        }

        Step step() {
            var sources = new ArrayList<Source>();
            for (int i = 0; i < paths.size(); i++) {
                var numbered = new ArrayList<Line>();
                for (int line = 0; line < lines.get(i).size(); line++) {
                    String text = lines.get(i).get(line);
                    numbered.add(new Line(text.substring(0, 1), text.substring(1), hunkOf.get(i)[line]));
                }
                sources.add(new Source(paths.get(i), numbered));
            }
            return new Step(from, to, sources, hunks);
        }
    }

    /** A file as it is when these many hunks are applied; null if it isn't there. */
    String after(Source source, int applied) {
        var lines = source.lines.stream()
                .filter(line -> line.mark.equals(" ") || line.mark.equals("+") == line.hunk < applied).toList();
        return lines.isEmpty() ? null
                : lines.stream().map(line -> line.text + "\n").collect(Collectors.joining());
    }
}
