package costs;

import static org.assertj.core.api.Assertions.assertThat;

import chat.Design;
import costs.Figure.At;
import costs.Figure.Of;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final Machine MACHINE =
            new Machine("a processor", 2, 16_000_000_000L, "a system", "a JDK", "2026-11-20");
    private static final At TEN = At.room(10, 1, 64);
    private static final At THOUSAND_CLIENTS = new At(1000, 1, 64, 0);

    private final Findings findings =
            new Findings(MACHINE, Effort.QUICK, 2, new ArrayList<>(), new ArrayList<>(List.of("stage09: said no")));

    @Test
    void aPageHasEveryPartAndItsPlots(@TempDir Path directory) throws Exception {
        add(Of.SOCKETS, "stage03", THOUSAND_CLIENTS, 1e6, 2e6);
        Page.write(directory, findings);
        assertThat(directory.resolve("costs.md")).content()
                .contains("a processor, 2 cores, 16 GB", "stage09: said no", "| 3 lock |")
                .doesNotContain("{{");
        assertThat(directory.resolve("costs").resolve("stages.svg")).content()
                .contains("3 lock", "1,500 (1,000–2,000)", "Node.js", "not measured in this run");
        for (String plot : List.of("stopped", "batching", "threads", "say", "queues", "idle")) {
            assertThat(directory.resolve("costs").resolve(plot + ".svg")).content().contains("<svg", "</svg>");
        }
    }

    @Test
    void whatOverlapsTheReferenceIsMarked() throws Exception {
        add(Of.SOCKETS, "stage03", THOUSAND_CLIENTS, 3000, 5000);
        add(Of.SOCKETS, "stage04", THOUSAND_CLIENTS, 4000, 9000);
        add(Of.SOCKETS, "stage05", THOUSAND_CLIENTS, 6000, 8000);
        assertThat(Page.text(findings)).contains(
                "| 3 lock | **4** (3–5) |", "| 4 queue | **6.50** (4–9) ≈ |", "| 5 rooms | **7** (6–8) |");
    }

    @Test
    void aShareOfTheFloorIsTakenRoundByRoundAlsoWhenARunHasFailed() throws Exception {
        add(Of.SOCKETS, "floor", THOUSAND_CLIENTS, 1000, 2000, 4000);
        findings.add(Of.SOCKETS, "stage03", THOUSAND_CLIENTS, 2, 1000);
        findings.add(Of.SOCKETS, "stage03", THOUSAND_CLIENTS, 3, 1000);
        findings.add(Of.SOCKETS, "stage04", THOUSAND_CLIENTS, 3, 1000);
        findings.add(Of.SOCKETS, "stage04", THOUSAND_CLIENTS, 4, 1000); // in which the floor has failed
        assertThat(Page.text(findings)).contains("| 3 lock | **37.5** (25–50) |", "| 4 queue | **25** |");
    }

    @Test
    void aDifferenceIsSeenIfItsIntervalDoesNotHoldZero() throws Exception {
        for (int round = 1; round <= 10; round++) {
            findings.add(Of.ROOM, "stage02", TEN, round, 1e9 / 500);
            findings.add(Of.ROOM, "stage03", TEN, round, 1e9 / (500 + round));
        }
        assertThat(Page.text(findings).replace('\n', ' '))
                .contains("In 10 pairs of JVMs", "the median is between 2 and 9", "this run sees a difference");
    }

    @Test
    void aDifferenceIsNotSeenIfItsIntervalHoldsZero() throws Exception {
        for (int round = 1; round <= 10; round++) {
            findings.add(Of.ROOM, "stage02", TEN, round, 1e9 / 500);
            findings.add(Of.ROOM, "stage03", TEN, round, 1e9 / (495 + round));
        }
        assertThat(Page.text(findings).replace('\n', ' '))
                .contains("the median is between -3 and 4", "this run doesn't see the lock");
    }

    @Test
    void fewPairsMakeNoInterval() throws Exception {
        add(Of.ROOM, "stage02", TEN, 1, 2, 3, 4, 5);
        add(Of.ROOM, "stage03", TEN, 1, 2, 3, 4, 5);
        assertThat(Page.text(findings)).contains("Of 5 pairs of JVMs there is no interval");
    }

    @Test
    void everyDesignHasAPlaceOnThePage() throws Exception {
        for (Design design : Design.values()) {
            if (design != Design.STAGE) {
                add(Of.ROOM, design.name(), TEN, 1);
                assertThat(Page.text(findings)).contains("| " + design.label.replace("*", "\\*") + " |");
            }
        }
    }

    @Test
    void theWorkbooksPageSaysWhatItsFiguresSay() throws Exception {
        Path docs = Path.of("..", "..", "docs");
        assertThat(Page.text(Findings.read(docs.resolve("costs").resolve("figures.json"))).lines())
                .as("./mvnw -q -pl benchmarks/jmh -am verify -Dbench -Dredraw writes it anew, if the page was changed")
                .containsExactlyElementsOf(Files.readAllLines(docs.resolve("costs.md")));
    }

    private void add(Of of, String who, At at, double... values) {
        for (int i = 0; i < values.length; i++) {
            findings.add(of, who, at, i + 1, values[i]);
        }
    }
}
