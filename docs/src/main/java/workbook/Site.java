package workbook;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.Block;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import scheduler.Table;
import tools.jackson.databind.ObjectMapper;

/** The workbook as a site that is read from disk: made of the same Markdown, and of the sources of the stages. */
final class Site {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String ALL = "all.html"; // all pages, in one file
    private static final String ALL_TITLE = "The whole workbook";
    private static final String GATHER = "what-a-class-missed.md"; // the page where lines of predictions are counted
    private static final List<String> OWN = List.of("site.css", "site.js", "step.js", "notes.html", "gather.js");
    private static final Map<String, List<String>> LIBRARIES = Map.of("org.webjars/highlightjs",
            List.of("highlight.min.js"), "org.webjars.npm/lunr", List.of("lunr.min.js"),
            "org.webjars.npm/mermaid", List.of("dist/mermaid.min.js"));

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome",
            "google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "C:/Program Files/Google/Chrome/Application/chrome.exe",
            "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe");

    final Path root;
    private final Path out;
    private final Path fresh; // takes the place of out when it is complete
    final List<String> leftOut = new ArrayList<>(); // what, and why
    private final List<Path> pages = new ArrayList<>();
    private final Map<Path, String> titles = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> hunks = new LinkedHashMap<>(); // by the block that shows it: where it is
    private final Map<Integer, String> noted = new HashMap<>(); // by the line of a note: where its first hunk is
    private final Set<Path> sources = new LinkedHashSet<>(); // that some page links to
    private final Map<String, List<Path>> tests; // by the names of their classes
    private final String shell = resource("/site/page.html");

    Site(Path root, Path out) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.out = out;
        fresh = out.resolveSibling(out.getFileName() + "-new");
        tests = files(this.root).stream().filter(file -> file.toString().endsWith("Test.java"))
                .collect(Collectors.groupingBy(file -> file.getFileName().toString().replace(".java", "")));
        Path start = this.root.resolve("docs/README.md");
        pages.add(start);
        Page.read(start).links.stream().map(link -> link.target().replaceFirst("#.*", ""))
                .filter(target -> target.matches("[\\w-]+\\.md")).map(start::resolveSibling)
                .filter(page -> !pages.contains(page)).distinct().forEach(pages::add);
        pages.add(this.root.resolve("README.md"));
        pages.forEach(page -> titles.put(page, Page.read(page).headings.getFirst().text()));
        titles.put(pages.getLast(), "The repository");
    }

    /** The files that belong to the repository: none that a build made. */
    static List<Path> files(Path root) {
        try (var entries = Files.list(root)) {
            return entries.sorted().filter(entry -> !entry.endsWith("target") && !entry.endsWith(".git"))
                    .flatMap(entry -> Files.isDirectory(entry) ? files(entry).stream() : Stream.of(entry)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Site.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of a page. */
    static String name(Path page) {
        String name = page.getFileName().toString().replace(".md", "");
        return !name.equals("README") ? name + ".html"
                : page.getParent().endsWith("docs") ? "index.html" : "about.html";
    }

    /** "stage 2", of a path that begins with its folder. */
    static String stage(String path) {
        return "stage " + path.replaceFirst("stage0(\\d).*", "$1");
    }

    static String relative(Path page, Path file) {
        return page.getParent().relativize(file).toString().replace('\\', '/');
    }

    boolean isPage(Path file) {
        return pages.contains(file);
    }

    /** Where a file that is no page is in the site: a picture as it is, a film, a source as a page. */
    String other(Path file) {
        String path = relative(root.resolve("README.md"), file);
        if (path.equals(FilmTable.FILMS)) {
            return "films.html";
        } else if (path.endsWith(".svg")) {
            return path.replaceFirst("^docs/", "");
        } else if (path.endsWith(".film")) {
            return "films.html#film-" + path.replaceAll(".*/|\\.film", "");
        }
        sources.add(file);
        return "source/" + path + (Files.isDirectory(file) ? "/index.html" : ".html");
    }

    Table film(Path file) {
        try {
            return Table.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a step shows what this block shows; it may be a part of another's. */
    String hunk(String block) {
        return hunks.getOrDefault(block, "step-" + block.replaceFirst("diff stage0(\\d).*", "$1") + ".html");
    }

    /** Where the site has the hunk that an item of this page is a note on; null if it is none. */
    String noted(Page page, int line) {
        return page.path.equals(root.resolve(Step.NOTES)) ? noted.get(line) : null;
    }

    /** Where this test is, named as CLASS.METHOD on a page; in the page's own stage if it is there; null if nowhere. */
    String test(String name, Path page) {
        String[] parts = name.split("\\.", 2);
        String own = "stage0" + page.getFileName().toString().charAt(0);
        return parts.length < 2 ? null : tests.getOrDefault(parts[0], List.of()).stream()
                .sorted(Comparator.comparing(file -> !file.toString().contains(own)))
                .map(file -> {
                    var lines = text(file).lines().toList();
                    int line = 0;
                    while (line < lines.size() && !lines.get(line).contains("void " + parts[1] + "(")) {
                        line++;
                    }
                    return line == lines.size() ? null : other(file) + "#L" + (line + 1);
                }).filter(link -> link != null).findFirst().orElse(null);
    }

    void build() throws IOException, Excerpt.Unclear {
        Path old = out.resolveSibling(out.getFileName() + "-old");
        delete(fresh);
        delete(old);
        for (String name : OWN) {
            write(name, resource("/site/" + name));
        }
        for (var library : LIBRARIES.entrySet()) {
            for (String file : library.getValue()) {
                copy(library.getKey(), file);
            }
        }
        write("progress.js", progress(root.resolve(".progress")));
        pictures();
        steps();
        for (Path path : pages) {
            Page page = Page.read(path);
            write(path, page.headings.getFirst().text(), new Html(this, page, name(path)).page()
                    + (path.endsWith(GATHER) ? resource("/site/gather.html") : "") + next(path));
        }
        write(ALL, ALL_TITLE, cover() + pages.stream()
                .map(path -> "<article id=\"" + name(path).replace(".html", "--") + "\">"
                        + new Html(this, Page.read(path), ALL).page() + "</article>\n")
                .collect(Collectors.joining()), "");
        write("questions.js", "window.asked = " + JSON.writeValueAsString(questions()) + ";\n");
        films();
        write("marks.html", "Who may touch what", Marks.html(root), "");
        search();
        for (int i = 0; i < sources.size(); i++) { // a folder adds its files
            source(List.copyOf(sources).get(i));
        }
        if (Files.exists(out)) {
            Files.move(out, old); // on Windows it stays whole if one of its files is open
        }
        Files.move(fresh, out);
        delete(old);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = fresh.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void write(Path path, String title, String content) throws IOException {
        write(name(path), title, content, Page.read(path).headings.stream()
                .filter(heading -> heading.level() == 2 || heading.level() == 3)
                .map(heading -> "<li class=\"level%d\"><a href=\"#%s\">%s</a></li>".formatted(heading.level(),
                        heading.anchor(), Html.escape(heading.text()))).collect(Collectors.joining()));
    }

    private void write(String name, String title, String content, String headings) throws IOException {
        String up = "../".repeat((int) name.chars().filter(c -> c == '/').count());
        write(name, shell.replace("{{title}}", Html.escape(title)).replace("{{up}}", up)
                .replace("{{nav}}", nav(name, up, headings)).replace("{{content}}", content));
    }

    /** All pages, and below this one its headings. */
    private String nav(String current, String up, String headings) {
        var entries = new LinkedHashMap<String, String>();
        pages.forEach(page -> entries.put(name(page), titles.get(page)));
        var html = new StringBuilder("<ul>");
        entries.forEach((name, title) -> html.append(entry(name, title, current, up, headings)));
        html.append("</ul><h2>To look at</h2><ul>");
        for (Step step : steps) {
            html.append(entry("step-" + stage(step.from()).substring(6) + ".html", title(step), current, up, ""));
        }
        html.append(entry("marks.html", "Who may touch what", current, up, ""));
        html.append(entry("films.html", "Films", current, up, "")).append(entry(ALL, "All pages in one", current,
                up, ""));
        return html.append("</ul>").toString();
    }

    private static String entry(String name, String title, String current, String up, String headings) {
        boolean isCurrent = name.equals(current);
        return "<li><a href=\"%s%s\"%s>%s</a>%s</li>\n".formatted(up, name, isCurrent ? " aria-current=\"page\"" : "",
                Html.escape(title),
                isCurrent && !headings.isEmpty() ? "<ul class=\"headings\">" + headings + "</ul>" : "");
    }

    private String next(Path page) {
        int at = pages.indexOf(page);
        return "<nav class=\"next\" aria-label=\"Before and after\">"
                + (at > 0 ? turn("prev", "← ", pages.get(at - 1)) : "<span></span>")
                + (at + 1 < pages.size() ? turn("next", "→ ", pages.get(at + 1)) : "") + "</nav>";
    }

    private String turn(String rel, String arrow, Path page) {
        return "<a rel=\"" + rel + "\" href=\"" + name(page) + "\">" + arrow
                + Html.escape(titles.get(page)) + "</a>";
    }

    /** A file of a WebJar, whose version is in its own properties. */
    private void copy(String jar, String file) throws IOException {
        var properties = new Properties();
        try (InputStream in = Site.class.getResourceAsStream("/META-INF/maven/" + jar + "/pom.properties")) {
            properties.load(in);
        }
        String artifact = properties.getProperty("artifactId");
        try (InputStream in = Site.class.getResourceAsStream("/META-INF/resources/webjars/" + artifact + "/"
                + properties.getProperty("version") + "/" + file)) {
            Path to = fresh.resolve(file.replaceFirst(".*/", ""));
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void pictures() throws IOException {
        Files.createDirectories(fresh.resolve("costs"));
        try (var files = Files.list(root.resolve("docs/costs"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".svg")).toList()) {
                Files.copy(file, fresh.resolve("costs").resolve(file.getFileName()));
            }
        }
    }

    /** What .mvn/Book.java remembers, as a script; null if nothing was checked yet. */
    static String progress(Path file) throws IOException {
        var progress = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                progress.load(in);
            }
        }
        return "window.progress = " + JSON.writeValueAsString(progress.isEmpty() ? null : progress) + ";\n";
    }

    /** The folders of the stages, in order. */
    static List<String> stages(Path root) throws IOException {
        try (var folders = Files.list(root)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("stage\\d\\d-.*")).sorted().toList();
        }
    }

    /** Each step from stage to stage; a chapter ends with that to the next one's. */
    private void steps() throws IOException, Excerpt.Unclear {
        var stages = stages(root);
        for (int i = 0; i + 1 < stages.size(); i++) {
            Page notes = Page.read(root.resolve(Step.NOTES));
            String place = "step-" + (i + 1) + ".html";
            Step step = step(chapter(i + 1), notes, stages.get(i), stages.get(i + 1), place);
            steps.add(step);
            for (int hunk = 0; hunk < step.hunks().size(); hunk++) {
                String at = place + "#" + (hunk + 1);
                hunks.putIfAbsent(step.hunks().get(hunk).block(), at);
                noted.putIfAbsent(step.hunks().get(hunk).line(), at);
            }
        }
        Page instructors = Page.read(root.resolve(Lesson.PAGE));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String place = "step-" + (i + 1) + ".html";
            String title = title(step);
            if (step.hunks().isEmpty()) {
                write(place, title, "<h1>" + title + "</h1>\n<p>The code of " + stage(step.from()) + " or "
                        + stage(step.to()) + " has been changed, and the notes on this step don't fit it any more. On "
                        + "<code>main</code>, where the code is as it was, run <code>./mvnw -q -pl docs -Dread</code> "
                        + "again: there this step can be walked through.</p>\n<p><a href=\"" + name(chapter(i + 1).path)
                        + "#the-step\">The chapter on this step</a></p>\n", "");
                continue;
            }
            var lesson = Lesson.of(instructors, Step.number(step.from(), step.to()),
                    new Html(this, instructors, place)::of);
            String json = JSON.writeValueAsString(Map.of("sources", step.sources(), "hunks", step.hunks(),
                    "lesson", lesson));
            write(place, title, resource("/site/step.html").replace("{{title}}", title)
                    .replace("{{chapter}}", name(chapter(i + 1).path))
                    .replace("{{json}}", json.replace("</", "<\\/")), "");
        }
    }

    /** A step without hunks if the code isn't that of the notes: a reader who does the exercises changes it. */
    private Step step(Page chapter, Page notes, String from, String to, String place) throws IOException {
        try {
            return Step.of(root, chapter, notes, from, to, new Html(this, notes, place)::of);
        } catch (Excerpt.Unclear e) {
            var none = new Step(from, to, List.of(), List.of());
            leftOut.add("Left out: the step from %s to %s, because the code of one of them has been changed."
                    .formatted(stage(from), stage(to)));
            return none;
        }
    }

    private static String title(Step step) {
        return "The step from " + stage(step.from()) + " to " + stage(step.to()).substring(6);
    }

    private Page chapter(int number) {
        return Page.read(pages.stream().filter(page -> page.getFileName().toString().startsWith(number + "-"))
                .findFirst().orElseThrow());
    }

    /** By the titles of pages: the questions in their order; of all pages together, too. */
    private Map<String, List<Map<String, Object>>> questions() {
        var all = new LinkedHashMap<String, List<Map<String, Object>>>();
        for (Path path : pages) {
            Page page = Page.read(path);
            var questions = Prediction.of(page).stream().map(it -> Map.<String, Object>of("page", titles.get(path),
                    "href", name(path) + "#" + page.headings.stream().filter(heading -> heading.line() < it.line())
                            .toList().getLast().anchor(),
                    "text", Page.text(it.first()), "right", it.right(), "choices", it.choices().keySet())).toList();
            if (!questions.isEmpty()) {
                all.put(page.headings.getFirst().text(), questions);
            }
        }
        all.put(ALL_TITLE, all.values().stream().flatMap(List::stream).toList());
        return all;
    }

    private void films() throws IOException {
        try (var files = Files.list(root.resolve(FilmTable.FILMS))) {
            write("films.html", "Films", "<h1>Films</h1>\n<p>Recorded runs of the stages' real threads, in "
                    + "<a href=\"be-the-scheduler.html\">the scheduler</a>. The build plays each again.</p>\n"
                    + Html.boxed(files.filter(file -> file.toString().endsWith(".film")).sorted()
                            .map(file -> Html.film(film(file))).collect(Collectors.joining())), "");
        }
    }

    /** The first page of the whole: what it is, what it was made from, and a list of the pages. */
    private String cover() throws IOException {
        Page start = Page.read(pages.getFirst());
        String what = Page.text(Page.all(start.document, Paragraph.class).getFirst());
        String commit = git("log", "-1", "--format=%h of %cs");
        String from = commit.isEmpty() ? "" : " from the repository's commit " + commit
                + (git("status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : ", with changes made since");
        return "<section class=\"cover\"><h1>The chat workbook</h1><p>" + Html.escape(what) + "</p><p>Made on "
                + LocalDate.now() + Html.escape(from) + ".</p><h2>Contents</h2><ul>" + pages.stream()
                        .map(page -> "<li><a href=\"#" + name(page).replace(".html", "--") + "\">"
                                + Html.escape(titles.get(page)) + "</a></li>\n").collect(Collectors.joining())
                + "</ul><p><small>Each entry is a link; a browser can't print page numbers here. In the PDF, the outline that"
                + " a viewer shows beside the pages leads to every heading.</small></p></section>\n";
    }

    /** What git says of the repository; nothing if there is no git, or this folder isn't a repository itself. */
    private String git(String... command) {
        if (!Files.exists(root.resolve(".git"))) {
            return "";
        }
        var all = new ArrayList<>(List.of("git", "-C", root.toString()));
        all.addAll(List.of(command));
        try {
            var process = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new String(process.getInputStream().readAllBytes()).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** What stands under each heading. */
    private void search() throws IOException {
        var found = new ArrayList<Map<String, String>>();
        for (Path path : pages) {
            Page page = Page.read(path);
            String title = page.headings.getFirst().text();
            Page.Heading heading = null;
            var text = new StringBuilder();
            for (Node node : Page.children(page.document)) {
                if (node.getFirstChild() instanceof StrongEmphasis term && isTerm(page, term)) {
                    found.add(Map.of("page", title, "title", Page.text(term).replaceFirst("\\.$", ""), "href",
                            name(path) + "#" + anchor(term), "text", words(node)));
                } else if (node instanceof Heading) {
                    add(found, path, title, heading, text);
                    heading = page.headings.stream().filter(it -> it.line() == Page.line(node)).findFirst()
                            .orElseThrow();
                } else {
                    text.append(words(node)).append(' ');
                }
            }
            add(found, path, title, heading, text);
        }
        write("search.js", "window.sections = " + JSON.writeValueAsString(found) + ";\n");
    }

    /** Whether this is a term of the glossary, at the beginning of what that says of it. */
    static boolean isTerm(Page page, StrongEmphasis words) {
        return page.path.endsWith("glossary.md") && words.getPrevious() == null;
    }

    static String anchor(StrongEmphasis term) {
        return Page.text(term).toLowerCase(Locale.ROOT).replaceAll("\\W+", "-").replaceFirst("-$", "");
    }

    private static String words(Node node) {
        return node instanceof FencedCodeBlock block ? block.getLiteral()
                : node.getFirstChild() instanceof Block || node.getFirstChild() instanceof CustomNode
                        ? Page.children(node).stream().map(Site::words).collect(Collectors.joining(" "))
                : Page.text(node);
    }

    private static void add(List<Map<String, String>> found, Path path, String title, Page.Heading heading,
            StringBuilder text) {
        if (heading != null) {
            found.add(Map.of("page", title, "title", heading.text(), "href", name(path) + "#" + heading.anchor(),
                    "text", text.toString()));
        }
        text.setLength(0);
    }

    /** A source as a page; a folder as the list of its sources. */
    private void source(Path file) throws IOException {
        String path = relative(root.resolve("README.md"), file);
        if (!Files.isDirectory(file)) {
            String language = path.endsWith(".java") ? "java" : "plaintext";
            write("source/" + path + ".html", path, "<h1>" + file.getFileName() + "</h1><p>" + path
                    + "</p><pre class=\"source\"><code class=\"language-" + language + "\">"
                    + Html.escape(Files.exists(file) ? text(file) : "This file has been removed.")
                    + "</code></pre>", "");
            return;
        }
        String up = "../".repeat(1 + path.split("/").length);
        write("source/" + path + "/index.html", path, "<h1>" + path + "</h1><ul>"
                + files(file).stream().filter(it -> it.toString().endsWith(".java"))
                        .map(it -> "<li><a href=\"%s%s\">%s</a></li>".formatted(up, other(it),
                                relative(file.resolve("pom.xml"), it))).collect(Collectors.joining("\n"))
                + "</ul>", "");
    }

    /** Prints all pages into one file, with the browser that is installed. Says how that went. */
    String print() throws IOException, InterruptedException {
        Path pdf = out.resolve("workbook.pdf");
        var browser = BROWSERS.stream().flatMap(name -> name.contains("/") ? Stream.of(new File(name))
                        : Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(it -> new File(it, name)))
                .filter(it -> it.isFile() && it.canExecute()).findFirst(); // no Path: Windows allows quotes in PATH
        if (browser.isEmpty()) {
            return "No PDF: there is no Chromium, Chrome or Edge here to print it.";
        }
        var command = new ArrayList<>(List.of(browser.get().getPath(), "--headless", "--disable-gpu",
                "--no-pdf-header-footer", "--generate-pdf-document-outline", "--virtual-time-budget=30000",
                "--user-data-dir=" + out.resolveSibling("browser"), "--print-to-pdf=" + pdf, url(out.resolve(ALL))));
        if (System.getProperty("user.name").equals("root")) {
            command.add(1, "--no-sandbox"); // which Chromium can't have as root
        }
        Path log = out.resolveSibling("browser.log");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) { // 5 seconds on a quiet machine
                return "No PDF: " + browser.get() + " hadn't printed it after five minutes, see " + log;
            }
            return process.exitValue() == 0 && Files.exists(pdf)
                    ? "As a PDF: " + url(pdf) : "No PDF: " + browser.get() + " failed, see " + log;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    static String url(Path file) {
        return "file://" + file.toUri().getRawPath();
    }

    static void main(String[] args) throws Exception {
        var site = new Site(Path.of(args[0]), Path.of(args[1]).toAbsolutePath().normalize());
        site.build();
        site.leftOut.forEach(System.out::println);
        System.out.println("The site: " + url(site.out.resolve("index.html")));
        System.out.println(site.print());
    }
}
