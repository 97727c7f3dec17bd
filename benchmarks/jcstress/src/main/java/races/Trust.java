package races;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How often a test finds a race that is there: the figures of docs/how-far-to-trust-a-test.md. Each run has a JVM of
 * its own, as a test that runs tomorrow has.
 */
final class Trust {
    private static final int RUNS = 60;

    private final Lab lab = new Lab(Lab.Form.THOROUGH, Path.of("target/trust").toAbsolutePath(), Lab.PATIENCE);

    public static void main(String[] args) throws Exception {
        new Trust().print();
    }

    private void print() throws Exception {
        IO.println("found in so many of %d runs:                nextId++    join".formatted(RUNS));
        for (String threads : List.of("platform", "virtual")) {
            for (String start : List.of("loop", "latch")) {
                IO.println("%-8s threads, started by a %-12s %11d   %5d".formatted(threads, start,
                        naive("id", threads, start), naive("name", threads, start)));
            }
        }
        IO.println("jcstress, 0.2 seconds of samples %18d   %5d".formatted(
                jcstress(Declared.CLASSICS.getFirst(), Declared.ALONE),
                jcstress(Declared.CLAIMS.getFirst(), Declared.STAGES.getFirst())));
    }

    private static int naive(String what, String threads, String start) throws IOException, InterruptedException {
        int found = 0;
        for (int run = 0; run < RUNS; run++) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                            "chat.ThousandThreads", what, threads, start)
                    .inheritIO().start();
            switch (process.waitFor()) {
                case 0 -> { }
                case 3 -> found++;
                default -> throw new IllegalStateException("the test itself failed");
            }
        }
        return found;
    }

    private int jcstress(Declared.Run claim, Declared.Stage stage) throws Exception {
        int found = 0;
        for (int run = 0; run < RUNS; run++) {
            var target = Path.of("../..").resolve(stage.module()).resolve("target").toAbsolutePath();
            var classes = List.of(target.resolve("classes"), target.resolve("test-classes"));
            var tally = lab.run(claim.name(), classes, List.of(claim), 1).get(claim.test());
            if (!tally.errors().isEmpty()) {
                throw new IllegalStateException(tally.errors().toString());
            }
            if (tally.forbidden() > 0) {
                found++;
            }
        }
        return found;
    }
}
