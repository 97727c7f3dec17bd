package workbook;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where links lead, and that images have words for those who don't see them. */
final class Links {
    private Links() {}

    static List<Problem> check(Path root, Page page) {
        var problems = new ArrayList<Problem>();
        for (Page.Link link : page.links) {
            String wrong = wrong(root, page, link);
            if (wrong != null) {
                problems.add(page.problem(link.line(), "%s: %s", wrong, link.target()));
            }
        }
        return problems;
    }

    private static String wrong(Path root, Page page, Page.Link link) {
        if (link.text().isBlank()) {
            return link.isImage()
                    ? "an image needs words for those who don't see it: ![WORDS](FILE)"
                    : "a link needs words";
        }
        URI target;
        try {
            target = new URI(link.target());
        } catch (URISyntaxException e) {
            return "not a well-formed link";
        }
        if (target.getScheme() != null) {
            return target.getScheme().matches("https?") && target.getHost() != null
                    ? null
                    : "neither a web page nor a file";
        }
        Path file = target.getPath().isEmpty() ? page.path : page.path.resolveSibling(target.getPath()).normalize();
        if (target.getPath().startsWith("/") || !file.startsWith(root)) {
            return "leads out of the repository: links are relative to the page";
        }
        if (!file.equals(page.path) && !Files.exists(file)) {
            return "there is no such file";
        }
        if (target.getFragment() == null) {
            return null;
        }
        if (!file.toString().endsWith(".md")) {
            return "only pages have anchors";
        }
        Page other = file.equals(page.path) ? page : Page.read(file);
        var anchors = other.headings.stream().map(Page.Heading::anchor).toList();
        return anchors.contains(target.getFragment()) ? null : "no heading has this anchor; there are " + anchors;
    }
}
