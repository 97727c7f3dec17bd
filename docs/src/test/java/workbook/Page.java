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
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
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

    /** A link or an image; of an image the text is what those read who don't see it. */
    record Link(int line, String target, String text, boolean isImage) {}

    record InlineCode(int line, String text) {}

    record Html(int line, String text) {}

    final Path path;
    final List<String> lines;
    final String newline;
    final List<Fence> fences = new ArrayList<>();
    final List<Integer> indentedBlocks = new ArrayList<>();
    final List<Heading> headings = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final List<InlineCode> codes = new ArrayList<>();
    final List<Html> html = new ArrayList<>();

    Page(Path path, String markdown) {
        this.path = path;
        lines = markdown.lines().toList();
        newline = markdown.contains("\r\n") ? "\r\n" : "\n";
        PARSER.parse(String.join("\n", lines) + "\n").accept(new Reader());
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

    private final class Reader extends AbstractVisitor {
        private final IdGenerator anchors = IdGenerator.builder().build();

        @Override
        public void visit(FencedCodeBlock block) {
            fences.add(new Fence(line(block), block.getInfo().strip(), block.getLiteral().lines().toList()));
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            indentedBlocks.add(line(block));
        }

        @Override
        public void visit(org.commonmark.node.Heading heading) {
            String text = text(heading);
            headings.add(new Heading(line(heading), heading.getLevel(), text, anchors.generateId(text)));
            super.visit(heading);
        }

        @Override
        public void visit(org.commonmark.node.Link link) {
            links.add(new Link(line(link), link.getDestination(), text(link), false));
            super.visit(link);
        }

        @Override
        public void visit(org.commonmark.node.Image image) {
            links.add(new Link(line(image), image.getDestination(), text(image), true));
            super.visit(image);
        }

        @Override
        public void visit(Code code) {
            codes.add(new InlineCode(line(code), code.getLiteral()));
        }

        @Override
        public void visit(HtmlBlock block) {
            html.add(new Html(line(block), block.getLiteral()));
        }

        @Override
        public void visit(HtmlInline inline) {
            html.add(new Html(line(inline), inline.getLiteral()));
        }
    }

    private static int line(Node node) {
        // what stands in a table may not know its line, but its row does
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.getSourceSpans().isEmpty()) {
                return at.getSourceSpans().getFirst().getLineIndex() + 1;
            }
        }
        return 1;
    }

    private static String text(Node node) {
        var text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }

            @Override
            public void visit(HardLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }
}
