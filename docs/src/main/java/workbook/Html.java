package workbook;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import scheduler.Table;

/** A page as HTML: its links lead to pages of the site, films play in their place, and predictions can be answered. */
final class Html {
    private final Site site;
    private final Page page;
    private final String place;
    private final boolean inOne;
    private final HtmlRenderer renderer;

    /** In the file of this name; where all pages are in one, an anchor has the name of its page before it. */
    Html(Site site, Page page, String place) {
        this.site = site;
        this.page = page;
        this.place = place;
        this.inOne = place.equals(Site.ALL);
        renderer = HtmlRenderer.builder().extensions(List.of(TablesExtension.create()))
                .attributeProviderFactory(_ -> this::attributes).nodeRendererFactory(Blocks::new).build();
    }

    String page() {
        for (Prediction prediction : Prediction.of(page)) {
            prediction.first().insertBefore(html("<section class=\"prediction%s\" data-right=\"%s\" data-key=\"%s:%s\">\n"
                    .formatted(prediction.isTest() ? " test" : "", prediction.right(), Site.name(page.path),
                            Page.text(prediction.first().getFirstChild()))));
            prediction.last().insertAfter(html("</section>\n"));
        }
        for (Paragraph paragraph : Page.all(page.document, Paragraph.class)) {
            if (paragraph.getFirstChild() instanceof Link link && link.getNext() == null
                    && link.getDestination().endsWith(".film")) {
                paragraph.insertAfter(html(film(site.film(page.path.resolveSibling(link.getDestination())))));
                paragraph.unlink();
            }
        }
        for (ListItem item : Page.all(page.document, ListItem.class)) {
            String hunk = site.noted(page, Page.line(item));
            if (hunk != null) {
                var name = item.getFirstChild().getFirstChild();
                name.insertBefore(inline("<a href=\"" + hunk + "\">"));
                name.insertAfter(inline("</a>"));
            }
        }
        return of(List.of(page.document));
    }

    private static HtmlInline inline(String text) {
        var html = new HtmlInline();
        html.setLiteral(text);
        return html;
    }

    private static HtmlBlock html(String text) {
        var html = new HtmlBlock();
        html.setLiteral(text);
        return html;
    }

    String of(List<Node> nodes) {
        return boxed(nodes.stream().map(renderer::render).collect(Collectors.joining())
                .replaceAll("<blockquote>\\s*<p>\\[!WARNING]\\s*", "<blockquote class=\"warning\"><p>")
                .replace("<th></th>", "<td></td>")); // the corner of a table
    }

    /** Each table in a box that scrolls. */
    static String boxed(String html) {
        return html.replace("<table>", "<div class=\"table\"><table>").replace("</table>", "</table></div>");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** All of it, as a table that isn't {@link #boxed} yet; a script shows it row by row. */
    static String film(Table film) {
        var html = new StringBuilder("<figure class=\"film\" id=\"film-" + film.name() + "\"><figcaption><b>Film: "
                + escape(film.title()) + "</b> (stage " + film.stage() + "). "
                + escape(String.join(" ", film.predict())) + "</figcaption><table><thead><tr>");
        film.columns().forEach(column -> html.append("<th scope=\"col\">").append(escape(column)).append("</th>"));
        html.append("<th scope=\"col\">what else is new</th></tr></thead><tbody>");
        for (Map<String, List<String>> row : film.rows()) {
            html.append("<tr>");
            film.columns().forEach(column -> html.append(cell(row.get(column), true)));
            html.append(cell(row.get(""), false)).append("</tr>");
        }
        html.append("</tbody></table>");
        if (film.reached() > 0) {
            html.append("<div role=\"status\"><p class=\"end\"><b>The aim of this film is reached after step ")
                    .append(film.reached()).append(":</b> ")
                    .append(film.aim().stream().map(Html::aim).collect(Collectors.joining("; "))).append(".</p></div>");
        }
        return html.append("</figure>\n").toString();
    }

    /** What an aim says is to be seen, or "not " and what isn't. */
    private static String aim(String aim) {
        return escape(aim).replaceFirst("^(not |twice )?(.*)", "$1<code>$2</code>");
    }

    /** In a thread's column, what is not in brackets is a line of the source. */
    private static String cell(List<String> lines, boolean isThread) {
        return "<td>" + (lines == null ? "" : lines.stream()
                .map(line -> isThread && !line.startsWith("(") ? "<code>" + escape(line) + "</code>" : escape(line))
                .collect(Collectors.joining("<br>"))) + "</td>";
    }

    private void attributes(Node node, String tag, Map<String, String> attributes) {
        switch (node) {
            case Heading heading -> page.headings.stream().filter(it -> it.line() == Page.line(heading)).findFirst()
                    .ifPresent(it -> attributes.put("id", anchor(page.path, it.anchor())));
            case StrongEmphasis term when Site.isTerm(page, term) -> attributes.put("id",
                    anchor(page.path, Site.anchor(term)));
            case Link link -> attributes.put("href", target(link.getDestination()));
            case Image image when tag.equals("img") -> attributes.put("src", target(image.getDestination()));
            default -> { }
        }
    }

    private String anchor(Path path, String anchor) {
        return inOne ? Site.name(path).replace(".html", "--") + anchor : anchor;
    }

    /** Where a link of the page leads in the site. */
    private String target(String link) {
        URI uri = URI.create(link);
        if (uri.getScheme() != null) {
            return link;
        }
        Path file = uri.getPath().isEmpty() ? page.path : page.path.resolveSibling(uri.getPath()).normalize();
        if (!site.isPage(file)) {
            return site.other(file);
        }
        String fragment = uri.getFragment() == null ? "" : uri.getFragment();
        return inOne ? "#" + anchor(file, fragment)
                : (Site.name(file).equals(place) ? "" : Site.name(file)) + (fragment.isEmpty() ? "" : "#" + fragment);
    }

    /** Blocks with a line that says what they show, and where all of it is; the tests that are named in backquotes. */
    private final class Blocks implements NodeRenderer {
        private final HtmlNodeRendererContext context;

        Blocks(HtmlNodeRendererContext context) {
            this.context = context;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(FencedCodeBlock.class, Code.class);
        }

        @Override
        public void render(Node node) {
            var out = context.getWriter();
            if (node instanceof Code code) {
                String test = node.getParent() instanceof Link ? null : site.test(code.getLiteral(), page.path);
                String html = "<code>" + escape(code.getLiteral()) + "</code>";
                out.raw(test == null ? html : "<a href=\"" + test + "\">" + html + "</a>");
                return;
            }
            Page.Fence fence = Page.fence((FencedCodeBlock) node);
            String text = escape(((FencedCodeBlock) node).getLiteral());
            out.line();
            out.raw(switch (fence.info(0)) {
                case "mermaid" -> "<pre class=\"mermaid\" data-text=\"" + text + "\">" + text + "</pre>";
                case "sh" -> block("", "bash", text);
                case "diff" -> block(link(site.hunk(fence.info()), "%s, %s → %s".formatted(fence.info(3),
                        Site.stage(fence.info(1)), Site.stage(fence.info(2)))), "diff", text);
                case "java" -> block(source(fence), "java", text);
                default -> fence.info(1).equals("film") ? film(part(fence)) : fence.info(1).equals("session")
                        ? block("A session with " + Site.stage(fence.info(2)) + ", replayed by the build", "session",
                                text)
                        : block(fence.info(1).contains("/") ? source(fence) : "", "plaintext", text);
            });
            out.line();
        }

        private Table part(Page.Fence fence) {
            try {
                return FilmTable.read(site.root, fence);
            } catch (Excerpt.Unclear e) {
                throw new IllegalStateException(page.problem(fence.line(), "%s", e.getMessage()).toString(), e);
            }
        }

        private String block(String caption, String language, String text) {
            String pre = "<pre><code class=\"language-" + language + "\">" + text + "</code></pre>";
            return caption.isEmpty() ? pre : "<figure><figcaption>" + caption + "</figcaption>" + pre + "</figure>";
        }

        private String source(Page.Fence fence) {
            Path file = site.root.resolve(fence.info(1));
            String stage = fence.info(1).startsWith("stage") ? ", " + Site.stage(fence.info(1)) : "";
            return site.isPage(file) ? link(target(Site.relative(page.path, file)), file.getFileName().toString())
                    : link(site.other(file) + line(fence), file.getFileName() + stage);
        }

        /** Nothing if the file doesn't have these lines any more: a reader who does the exercises changes the code. */
        private String line(Page.Fence fence) {
            try {
                return "#L" + (Excerpt.places(site.root, fence).getFirst() + 1);
            } catch (Excerpt.Unclear e) {
                return "";
            }
        }

        private static String link(String href, String text) {
            return "<a href=\"" + href + "\">" + escape(text) + "</a>";
        }
    }
}
