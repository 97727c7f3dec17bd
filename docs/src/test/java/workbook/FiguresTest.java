package workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers on a page, against recorded ones. */
class FiguresTest {
    private static final String RECORDED = """
            {"machine": {"cores": 2}, "figures": [
              {"of": "sockets", "who": "stage03", "at": "1000 1 64", "unit": "deliveries/s", "values": {"1": 123456, "2": 100000, "3": 300000}},
              {"of": "sockets", "who": "stage06", "at": "1000 1 64", "unit": "deliveries/s", "values": {"1": 4938240}},
              {"of": "latency", "who": "stage06", "at": "1000 1 64", "unit": "ms to a delivery, median", "values": {"1": 1.5, "2": 1.0}},
              {"of": "cpu", "who": "stage06", "at": "1000 1 64", "unit": "ns of the server's CPU time, a delivery", "values": {"1": 1234.4}},
              {"of": "heap", "who": "stage06", "at": "10000", "unit": "bytes of live objects, all told", "values": {"1": 20480000}}
            ]}
            """;

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            **40 times**<!--figure sockets|stage06|1000 1 64 / sockets|stage03|1000 1 64--> as many → in bold
            4000 %<!--figure sockets|stage06|1000 1 64 / sockets|stage03|1000 1 64-->               → per cent
            120,000<!--figure sockets|stage03|1000 1 64--> deliveries a second                      → two of them
            123 thousand<!--figure sockets|stage03|1000 1 64-->                                     → thousands
            4.9<!--figure sockets|stage06|1000 1 64--> million deliveries a second                  → millions
            1.25 ms<!--figure latency|stage06|1000 1 64-->                                          → the median of two
            1,250,000 ns<!--figure latency|stage06|1000 1 64-->                                     → a much smaller one
            1.2 µs<!--figure cpu|stage06|1000 1 64-->                                               → another unit, rounded
            20,000 KiB<!--figure heap|stage06|10000-->                                              → a binary unit
            2.0 KiB<!--figure heap|stage06|10000 / 10000-->                                         → of one of 10,000
            | 40 times<!--figure sockets\\|stage06\\|1000 1 64 / sockets\\|stage03\\|1000 1 64--> | → in a table
            """)
    void right(String prose, String ignored) throws Exception {
        assertThat(wrong(page(prose))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            41 times<!--figure sockets|stage06|1000 1 64 / sockets|stage03|1000 1 64-->             → 40 times<!--
            130,000<!--figure sockets|stage03|1000 1 64--> deliveries a second                      → 120,000<!--
            100,000<!--figure sockets|stage03|1000 1 64--> deliveries a second                      → 120,000<!--
            1.3 µs<!--figure cpu|stage06|1000 1 64-->                                               → 1.2 µs<!--
            1.20 ms<!--figure latency|stage06|1000 1 64-->                                          → 1.25 ms<!--
            NN times<!--figure sockets|stage06|1000 1 64 / sockets|stage03|1000 1 64-->             → no number before this
            many times<!--figure sockets|stage06|1000 1 64 / sockets|stage03|1000 1 64-->           → no number before this
            40 times<!--figure sockets|stage07|1000 1 64 / sockets|stage03|1000 1 64-->             → no such figure was recorded
            NN times as many                                                                        → NN without a <!--figure
            """)
    void wrong(String prose, String message) throws Exception {
        assertThat(wrong(page(prose))).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isEqualTo(3);
        });
    }

    @Test
    void aMarkerMayStandOnTheNextLine() throws Exception {
        assertThat(wrong(page("It is 40\ntimes<!--figure\n"
                + "sockets|stage06|1000 1 64 / sockets|stage03|1000\n1 64--> as fast."))).isEmpty();
        assertThat(wrong(page("It has 4000\n%<!--figure sockets|stage06|1000 1 64 / sockets|stage03|1000 1 64-->.")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            It is 40 times as fast. → true
            It takes 1.5 ms.        → true
            It takes 12%.           → true
            It takes 2 KiB.         → true
            It has 1000 clients.    → false
            It takes 10 seconds.    → false
            It does `x = 5 ms`.     → false
            """)
    void inAChapterMeasuredNumbersNeedTheirSource(String prose, boolean isMeasured) throws Exception {
        var page = new Page(root.resolve("3-x.md"),
                "# 3. X\n\n## Prove it and price it\n\n" + prose + "\n\n## Make\n\nIt is 9 times.\n");
        assertThat(wrong(page)).hasSize(isMeasured ? 1 : 0).allSatisfy(problem -> {
            assertThat(problem.message()).contains("needs its source");
            assertThat(problem.line()).isEqualTo(5);
        });
    }

    @Test
    void aBlockIsNoProse() throws Exception {
        var page = new Page(root.resolve("3-x.md"),
                "# 3. X\n\n## Prove it and price it\n\n```text session\nada > it takes 5 ms\n```\n");
        assertThat(wrong(page)).isEmpty();
    }

    /** What is wrong with a page, and what is out of date. */
    private List<Problem> wrong(Page page) throws Exception {
        Files.writeString(Files.createDirectories(root.resolve("docs/costs")).resolve("figures.json"), RECORDED);
        var problems = new ArrayList<Problem>();
        new Figures(root).write(page, problems).forEach(written -> problems.addAll(written.outOfDate(page)));
        return problems;
    }

    private Page page(String prose) {
        return new Page(root.resolve("x.md"), "# X\n\n" + prose + "\n");
    }
}
