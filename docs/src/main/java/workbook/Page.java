package workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** A page of Markdown, and on which line each thing in it stands. */
final class Page {
    private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES).build();

    /** A fenced block: what follows the fence on its line, and the lines within. */
    record Fence(int line, String info, List<String> lines) {
        /** The line of the page on which the block's line with this index stands. */
        int line(int index) {
            return line + 1 + index;
        }

        /** A word of what follows the fence; empty if there are fewer. */
        String info(int index) {
            String[] words = info.split("\\s+");
            return index < words.length ? words[index] : "";
        }
    }

    record Heading(int line, int level, String text, String anchor) {}

    /** A link or an image; the text of an image is for those who can't see it. */
    record Link(int line, String target, String text, boolean isImage) {}

    /** Inline code, or HTML. */
    record Part(int line, String text) {}

    final Path path;
    final List<String> lines;
    final String newline;
    final List<Fence> fences = new ArrayList<>();
    final List<Heading> headings = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final List<Part> codes = new ArrayList<>();
    final List<Part> html = new ArrayList<>();
    final Node document;

    private final IdGenerator anchors = IdGenerator.builder().build();

    Page(Path path, String markdown) {
        this.path = path;
        lines = markdown.lines().toList();
        newline = markdown.contains("\r\n") ? "\r\n" : "\n";
        document = PARSER.parse(String.join("\n", lines) + "\n");
        read(document);
    }

    static Page read(Path path) {
        try {
            return new Page(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Problem problem(int line, String message, Object... arguments) {
        return new Problem(path, line, String.format(Locale.ROOT, message, arguments));
    }

    private void read(Node node) {
        int line = line(node);
        switch (node) {
            case FencedCodeBlock block -> fences.add(fence(block));
            case IndentedCodeBlock _ -> fences.add(new Fence(line, "", List.of()));
            case org.commonmark.node.Heading heading ->
                    headings.add(new Heading(line, heading.getLevel(), text(node), anchors.generateId(text(node))));
            case org.commonmark.node.Link link ->
                    links.add(new Link(line, link.getDestination(), text(node), false));
            case Image image -> links.add(new Link(line, image.getDestination(), text(node), true));
            case Code code -> codes.add(new Part(line, code.getLiteral()));
            case HtmlBlock block -> html.add(new Part(line, block.getLiteral()));
            case HtmlInline inline -> html.add(new Part(line, inline.getLiteral()));
            default -> { }
        }
        children(node).forEach(this::read);
    }

    static Fence fence(FencedCodeBlock block) {
        return new Fence(line(block), block.getInfo().strip(), block.getLiteral().lines().toList());
    }

    /** What stands in a node, or in any below it. */
    static <T extends Node> List<T> all(Node node, Class<T> type) {
        var all = new ArrayList<T>();
        if (type.isInstance(node)) {
            all.add(type.cast(node));
        }
        children(node).forEach(child -> all.addAll(all(child, type)));
        return all;
    }

    static List<Node> children(Node node) {
        var children = new ArrayList<Node>();
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            children.add(child);
        }
        return children;
    }

    static int line(Node node) {
        // what stands in a table may not know its line, but its row does
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.getSourceSpans().isEmpty()) {
                return at.getSourceSpans().getFirst().getLineIndex() + 1;
            }
        }
        return 1;
    }

    static String text(Node node) {
        var text = new StringBuilder();
        for (Node child : children(node)) {
            text.append(switch (child) {
                case Text part -> part.getLiteral();
                case Code part -> part.getLiteral();
                case SoftLineBreak _, HardLineBreak _ -> " ";
                default -> text(child);
            });
        }
        return text.toString();
    }
}
