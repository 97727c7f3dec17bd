package workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import workbook.Page.Fence;

/**
 * The pages of a checkout, and what is wrong with them. Run by hand, it checks the pages that it is given:
 * {@code java -cp … workbook.Workbook docs/3-mutex-state.md}.
 */
final class Workbook {
    /** Where the repository is that the pages show. */
    final Path root;

    final Names names;
    final Commands commands;
    private final Figures figures;

    Workbook(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.names = new Names(this.root);
        this.commands = new Commands(this.root, names);
        this.figures = new Figures(this.root);
    }

    /** The repository in which this file is. */
    static Workbook around(Path file) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return new Workbook(directory);
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
        var problems = blocks(page);
        problems.addAll(Links.check(root, page));
        problems.addAll(InlineCode.check(names, commands, page));
        problems.addAll(Chapters.check(page));
        problems.addAll(figures.check(page));
        problems.addAll(StepTable.check(root, page,
                Set.of("docs/README.md", "docs/for-instructors.md").contains(name(page))));
        return problems;
    }

    /** The page's path from the root, with slashes. */
    String name(Page page) {
        return root.relativize(page.path.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    /** What is wrong with the blocks of this page, sessions apart. */
    private List<Problem> blocks(Page page) throws IOException {
        var problems = new ArrayList<Problem>();
        for (int line : page.indentedBlocks) {
            problems.add(page.problem(line,
                    "an indented block isn't checked: put it between fences, ```sh or another kind that is"));
        }
        for (Fence fence : page.fences) {
            problems.addAll(check(page, fence));
        }
        return problems;
    }

    private List<Problem> check(Page page, Fence fence) throws IOException {
        return switch (fence.info(0)) {
            case "java" -> Excerpts.check(root, page, fence);
            case "diff" -> Diffs.check(root, page, fence);
            case "sh" -> commands.check(page, fence);
            case "mermaid" -> fence.lines().isEmpty()
                    || !fence.lines().getFirst().matches("sequenceDiagram|(?:flowchart|graph) (?:LR|TB|TD)")
                    ? List.of(page.problem(fence.line(),
                            "a diagram begins with sequenceDiagram, flowchart LR or flowchart TB"))
                    : List.of();
            case "text" -> switch (fence.info(1)) {
                case "session" -> List.of(); // is replayed
                case "lincheck" -> name(page).equals("docs/interleavings.md") ? List.of()
                        : List.of(page.problem(fence.line(),
                                "benchmarks/lincheck compares these tables, and looks only in docs/interleavings.md"));
                default -> Excerpts.check(root, page, fence);
            };
            default -> List.of(page.problem(fence.line(), "a block must be one of java PATH, diff STAGE STAGE FILE, "
                    + "text PATH, text session STAGE, text lincheck, sh, mermaid: others aren't checked"));
        };
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

    static void main(String[] args) throws Exception {
        var problems = new ArrayList<Problem>();
        int sessions = 0;
        for (String arg : args) {
            Path file = Path.of(arg);
            var workbook = Workbook.around(file);
            Page page = Page.read(file.toAbsolutePath().normalize());
            problems.addAll(workbook.problems(page));
            for (Fence fence : page.fences.stream().filter(Session::isSession).toList()) {
                problems.addAll(workbook.replay(page, fence));
                sessions++;
            }
        }
        problems.stream().sorted().forEach(problem -> System.out.println(problem + "\n"));
        System.out.println(args.length + " pages, " + sessions + " sessions, " + problems.size() + " problems");
        System.exit(problems.isEmpty() ? 0 : 1);
    }
}
