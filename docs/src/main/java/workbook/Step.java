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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;

/**
 * All that a step changes, in hunks, in the order in which its chapter teaches it: first what the blocks of the section
 * "The step" show, then the rest, file by file, the tests last. A hunk's note is what the section says of it.
 */
record Step(String from, String to, List<Source> sources, List<Hunk> hunks) {
    /** A file that changes: the lines of both stages, as in a diff; from the folder of the stage. */
    record Source(String path, List<Line> lines) {}

    /** The mark of a diff, and the hunk to which a changed line belongs. */
    record Line(String mark, String text, int hunk) {}

    /** The source in which it is, what the chapter says of it, as HTML, and the block that shows it, or nothing. */
    record Hunk(int source, String title, String note, String block) {}

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
    static Step of(Path root, Page chapter, String from, String to, Function<List<Node>, String> html)
            throws IOException, Excerpt.Unclear {
        var builder = new Builder(root, section(chapter), from, to, html);
        builder.teach();
        builder.addRest();
        return builder.step();
    }

    private static List<Node> section(Page chapter) {
        var nodes = Page.children(chapter.document).stream()
                .dropWhile(node -> !(node instanceof Heading && Page.text(node).equals("The step"))).skip(1).toList();
        return nodes.stream().takeWhile(node -> !(node instanceof Heading)).toList();
    }

    private static final class Builder {
        private static final int CONTEXT = 3; // lines

        private final Path root;
        private final List<Node> section;
        private final String from;
        private final String to;
        private final Function<List<Node>, String> html;
        private final List<String> paths;
        private final List<List<String>> lines = new ArrayList<>(); // by source
        private final List<int[]> hunkOf = new ArrayList<>(); // by source and line; -1: none yet
        private final List<Hunk> hunks = new ArrayList<>();
        private final List<Node> said = new ArrayList<>(); // in the section, but not beside a block

        Builder(Path root, List<Node> section, String from, String to, Function<List<Node>, String> html)
                throws IOException {
            this.root = root;
            this.section = section;
            this.from = from;
            this.to = to;
            this.html = html;
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

        /** What stands before a block and leads to it, and what follows it, is its note. */
        void teach() throws Excerpt.Unclear {
            var text = new ArrayList<Node>();
            Page.Fence fence = null;
            var lead = List.<Node>of();
            for (Node node : section) {
                if (!(node instanceof FencedCodeBlock block)) {
                    text.add(node);
                } else if (source(Page.fence(block)) >= 0) {
                    int begin = beginOfLead(text);
                    note(fence, lead, text.subList(0, begin));
                    fence = Page.fence(block);
                    lead = List.copyOf(text.subList(begin, text.size()));
                    text.clear();
                }
            }
            int begin = fence == null ? 0 : beginOfLead(text);
            note(fence, lead, text.subList(0, begin));
            said.addAll(text.subList(begin, text.size()));
        }

        /** What begins with bold words or ends with a colon belongs to what comes after it. */
        private static int beginOfLead(List<Node> text) {
            for (int i = 0; i < text.size(); i++) {
                if (text.get(i).getFirstChild() instanceof StrongEmphasis) {
                    return i;
                }
            }
            boolean leads = !text.isEmpty() && Page.text(text.getLast()).endsWith(":");
            return text.size() - (leads ? 1 : 0);
        }

        private void note(Page.Fence fence, List<Node> lead, List<Node> follow) throws Excerpt.Unclear {
            if (fence == null) {
                said.addAll(follow);
                return;
            }
            int source = source(fence);
            int[] of = hunkOf.get(source);
            var note = new ArrayList<>(lead);
            note.addAll(follow);
            boolean isNew = false;
            for (int at : places(fence, source)) {
                if (of[at] < 0 && !lines.get(source).get(at).startsWith(" ")) {
                    of[at] = hunks.size();
                    isNew = true;
                }
            }
            if (isNew) {
                hunks.add(new Hunk(source, name(source), html.apply(note), fence.info()));
            } else {
                said.addAll(note);
            }
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

        /** The changed lines that no block shows; those near each other are one hunk, as Git has it. */
        void addRest() {
            for (int source = 0; source < paths.size(); source++) {
                int[] of = hunkOf.get(source);
                int last = -1; // such line of this source
                for (int i = 0; i < of.length; i++) {
                    if (of[i] < 0 && !lines.get(source).get(i).startsWith(" ")) {
                        if (last < 0 || i - last > 2 * CONTEXT + 1) {
                            hunks.add(new Hunk(source, name(source), last < 0 ? html.apply(saidOf(source)) : "", ""));
                        }
                        of[i] = hunks.size() - 1;
                        last = i;
                    }
                }
            }
        }

        /** What the section says of this class, of a server's class only what it says away from a block. */
        private List<Node> saidOf(int source) {
            return (paths.get(source).startsWith("src/test") ? section : said).stream()
                    .filter(node -> node instanceof Paragraph && Page.all(node, Code.class).stream()
                            .anyMatch(code -> code.getLiteral().matches(name(source) + "\\b.*"))).toList();
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
