package costs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import load.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final Machine MACHINE =
            new Machine("a processor", 2, 16_000_000_000L, "a system", "a JDK", "2026-11-20");

    @Test
    void aPageHasEveryPartAndItsPlots(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("costs"));
        var figures = Stream.of("floor", "stage03", "stage04").flatMap(who -> Stream.of(
                figure("sockets", who, "100 1 64", 1e6, 2e6), figure("sockets", who, "100 1 1", 1e5, 2e5),
                figure("stopped", who, "nobody", 1e5, 1e5), figure("stopped", who, "one of 20", 0, 10),
                figure("say", who, "manyOnTheWay, 1 threads, listening 10", 1e5, 2e5)))
                .filter(f -> !f.of().equals("say") || !f.who().equals("floor"));
        Page.write(directory, new Costs.Findings(
                MACHINE, Effort.QUICK, 2, figures.toList(), List.of(), List.of("stage09: said no")));
        assertThat(directory.resolve("costs.md")).content()
                .contains("a processor, 2 cores, 16 GB", "stage09: said no", "| 3 lock |")
                .doesNotContain("{{");
        for (String plot : List.of("stages", "stopped", "batching", "threads", "say", "queues")) {
            assertThat(directory.resolve("costs").resolve(plot + ".svg")).content().contains("<svg");
        }
    }

    @Test
    void whatOverlapsTheReferenceIsMarked(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("costs"));
        var figures = List.of(figure("say", "stage03", "manyOnTheWay, 1 threads, listening 10", 3000, 5000),
                figure("say", "stage04", "manyOnTheWay, 1 threads, listening 10", 4000, 9000),
                figure("say", "stage05", "manyOnTheWay, 1 threads, listening 10", 6000, 8000));
        Page.write(directory, new Costs.Findings(MACHINE, Effort.QUICK, 2, figures, List.of(), List.of()));
        assertThat(directory.resolve("costs.md")).content().contains(
                "| 3 lock | **4.00** (3.00–5.00) |",
                "| 4 queue | **6.50** (4.00–9.00) ≈ |",
                "| 5 rooms | **7.00** (6.00–8.00) |");
    }

    @Test
    void theWorkbooksPageSaysWhatItsFiguresSay() throws Exception {
        Path docs = Path.of("..", "..", "docs");
        var findings = Load.JSON.readValue(docs.resolve("costs").resolve("figures.json"), Costs.Findings.class);
        assertThat(Page.text(findings).lines())
                .as("./mvnw -q -pl benchmarks/jmh -am verify -Dbench -Dredraw writes it anew, if the page was changed")
                .containsExactlyElementsOf(Files.readAllLines(docs.resolve("costs.md")));
    }

    private static Figure figure(String of, String who, String at, double one, double another) {
        return new Figure(of, who, at, "a unit", List.of(one, another));
    }
}
