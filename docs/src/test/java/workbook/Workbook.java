package workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import workbook.Page.Fence;

/** The pages of a checkout: what is wrong with them, and what of them is written by {@link Written#COMMAND}. */
final class Workbook {
    /** Where the repository is that the pages show. */
    final Path root;

    final Names names;
    final Commands commands;
    private final Figures figures;

    Workbook(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.names = new Names(this.root);
        this.commands = new Commands(names, Site.text(this.root.resolve(Commands.LIST)));
        this.figures = new Figures(this.root);
    }

    /** The README, and all of docs. */
    List<Page> pages() {
        try (var docs = Files.list(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(Page::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is wrong with this page, its sessions apart. */
    List<Problem> problems(Page page) throws IOException {
        var problems = new ArrayList<Problem>();
        for (Written written : written(page, problems)) {
            problems.addAll(written.outOfDate(page));
        }
        for (Fence fence : page.fences) {
            problems.addAll(check(page, fence));
        }
        problems.addAll(Links.check(root, page));
        problems.addAll(names.check(commands, page));
        problems.addAll(Chapters.check(page));
        problems.addAll(Refutations.check(names, commands, page));
        return problems;
    }

    /** What of this page is written, as it should be; to the problems is added why something can't be. */
    private List<Written> written(Page page, List<Problem> problems) throws IOException {
        var all = new ArrayList<Written>();
        for (Fence fence : page.fences.stream().filter(Workbook::isWritten).toList()) {
            try {
                all.add(new Written(fence.line() + 1, fence.lines(),
                        fence.info(1).equals("film") ? FilmTable.of(root, fence) : Excerpt.of(root, fence)));
            } catch (Excerpt.Unclear e) {
                problems.add(page.problem(fence.line(), "%s", e.getMessage()));
            }
        }
        if (name(page).equals("docs/README.md")) {
            all.addAll(StepTable.write(root, page, names.stages(), problems));
        }
        all.addAll(figures.write(page, problems));
        all.sort(Comparator.comparing(Written::from));
        return all;
    }

    private static boolean isWritten(Fence fence) {
        return Set.of("java", "diff").contains(fence.info(0))
                || fence.info(0).equals("text") && !Set.of("session", "lincheck").contains(fence.info(1));
    }

    /** The page's path from the root, with slashes. */
    String name(Page page) {
        return root.relativize(page.path.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    /** What is wrong with a block that is neither written nor a session, which is replayed. */
    private List<Problem> check(Page page, Fence fence) {
        String first = fence.lines().isEmpty() ? "" : fence.lines().getFirst();
        if (isWritten(fence) || Session.isSession(fence)) {
            return List.of();
        } else if (fence.info(0).equals("sh")) {
            return commands.check(page, fence);
        } else if (fence.info().equals("text lincheck")) {
            return name(page).equals("docs/interleavings.md") ? List.of() : List.of(page.problem(fence.line(),
                    "benchmarks/lincheck compares these tables, and looks only in docs/interleavings.md"));
        } else if (fence.info().equals("mermaid")) {
            return first.matches("sequenceDiagram|(?:flowchart|graph) (?:LR|TB|TD)") ? List.of()
                    : List.of(page.problem(fence.line(),
                            "a diagram begins with sequenceDiagram, flowchart LR or flowchart TB"));
        }
        return List.of(page.problem(fence.line(), "a block must be one of java FILE PART, diff STAGE STAGE FILE PART, "
                + "text FILE PART, text film NAME, text session STAGE, text lincheck, sh, mermaid: others, and those "
                + "that are only indented, aren't checked"));
    }

    /** Plays a session of this page. */
    List<Problem> replay(Page page, Fence fence) throws IOException, InterruptedException {
        var problems = new ArrayList<Problem>();
        Session session = Session.parse(page, fence, problems);
        if (problems.isEmpty()) {
            Replay.play(root, page, session).ifPresent(problems::add);
        }
        return problems;
    }

    /** Writes anew what of the pages is written; ends with 1 if something can't be. */
    static void main(String[] args) throws IOException {
        var workbook = new Workbook(Path.of(args[0]));
        var problems = new ArrayList<Problem>();
        for (Page page : workbook.pages()) {
            var lines = Written.update(page, workbook.written(page, problems));
            if (!lines.equals(page.lines)) {
                Files.writeString(page.path, String.join(page.newline, lines) + page.newline);
                System.out.println("wrote " + workbook.name(page));
            }
        }
        problems.forEach(problem -> System.out.println(problem + "\n"));
        System.exit(problems.isEmpty() ? 0 : 1);
    }
}
