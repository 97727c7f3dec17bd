package races;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import races.Declared.Run;
import races.Declared.Stage;

/**
 * Runs claims against stages and prints what came of it as one table, claims by stages. Fails unless it is what
 * {@link Declared} says: a broken claim that isn't seen broken is as wrong as a kept one that is.
 *
 * <p>Arguments: {@code short} or {@code full}, then {@code claim=NAME} and {@code stage=NUMBER}, where no value means
 * all.
 */
final class Races {
    /**
     * A claim that is declared broken is tried so often, each time for longer and in a new JVM, before we call it kept.
     */
    private static final int PATIENCE = 10;

    private final Lab lab;
    private final Path root;
    private final int patience;
    private final Map<String, Map<Integer, Lab.Tally>> seen = new HashMap<>();

    /** Runs in this lab, on the stages that lie below this folder, with so many tries of what is declared broken. */
    Races(Lab lab, Path root, int patience) {
        this.lab = lab;
        this.root = root;
        this.patience = patience;
    }

    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        var form = Lab.Form.valueOf(args[0].toUpperCase(Locale.ROOT));
        String claim = args[1].substring("claim=".length());
        String stage = args[2].substring("stage=".length());
        var module = Path.of("").toAbsolutePath();
        var races = new Races(new Lab(form, module.resolve("target/races"), Lab.PATIENCE),
                module.resolve("../..").normalize(), PATIENCE);
        var stages = new ArrayList<Stage>();
        Stream.concat(Declared.STAGES.stream(), Stream.of(Declared.ALONE))
                .filter(s -> stage.isEmpty() || stage.equals("" + s.number())).forEach(stages::add);
        var runs = Stream.concat(Declared.CLAIMS.stream(), Declared.CLASSICS.stream())
                .filter(run -> claim.isEmpty() ? form == Lab.Form.FULL || !run.isSlow() : run.name().matches(claim))
                .toList();

        var wrong = races.check(stages, runs);
        if (!claim.isEmpty()) {
            races.printHistograms(stages, runs);
        }
        stages.remove(Declared.ALONE);
        IO.println(races.table(stages, runs));
        IO.println(races.table(List.of(Declared.ALONE), runs));
        IO.println("HTML reports: " + module.resolve("target/races"));
        IO.println("took %d s, %s form".formatted((System.nanoTime() - start) / 1_000_000_000, args[0]));
        wrong.forEach(complaint -> IO.println("WRONG: " + complaint));
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    /** Runs the claims on the stages that they apply to, and says what isn't as declared: nothing, if all is well. */
    List<String> check(List<Stage> stages, List<Run> runs) throws Exception {
        var wrong = new ArrayList<String>();
        int ran = 0;
        for (Stage stage : stages) {
            var here = applying(runs, stage);
            ran += here.size();
            look(stage, here);
            for (Run run : here) {
                check(stage, run, wrong);
            }
        }
        if (ran == 0) {
            wrong.add("nothing ran: no claim of that name applies to that stage. The claims: "
                    + Declared.CLAIMS.stream().map(Run::name).toList());
        }
        return wrong;
    }

    private void look(Stage stage, List<Run> runs) throws Exception {
        var open = runs;
        for (int tries = 1; tries <= patience && !open.isEmpty(); tries++) {
            for (var entry : lab.run(name(stage), classPath(stage), open, tries).entrySet()) {
                var at = seen.computeIfAbsent(entry.getKey(), key -> new TreeMap<>());
                at.merge(stage.number(), entry.getValue(), Lab.Tally::plus);
            }
            open = runs.stream().filter(run -> run.broken().contains(stage.number()))
                    .filter(run -> tally(stage, run).forbidden() == 0 && tally(stage, run).errors().isEmpty()).toList();
        }
    }

    private String classPath(Stage stage) {
        var target = root.resolve(stage.module()).resolve("target");
        return Lab.classPath(target.resolve("classes"), target.resolve("test-classes"));
    }

    private void check(Stage stage, Run run, List<String> wrong) {
        var tally = tally(stage, run);
        boolean declared = run.broken().contains(stage.number());
        String what = "stage " + stage.number() + ", " + run.name() + ": ";
        tally.errors().forEach(error -> wrong.add(what + "could not be tried: " + error));
        if (tally.errors().isEmpty() && declared && tally.forbidden() == 0) {
            wrong.add(what + "declared broken, but kept in all %,d samples".formatted(tally.samples()));
        }
        if (!declared && tally.forbidden() > 0) {
            wrong.add(what + "declared kept, but broken in %,d of %,d samples"
                    .formatted(tally.forbidden(), tally.samples()));
        }
    }

    private Lab.Tally tally(Stage stage, Run run) {
        return seen.getOrDefault(run.test(), Map.of()).getOrDefault(stage.number(), Lab.Tally.NONE);
    }

    private static List<Run> applying(List<Run> runs, Stage stage) {
        return runs.stream().filter(run -> run.stages().contains(stage.number())).toList();
    }

    private static String name(Stage stage) {
        return stage == Declared.ALONE ? "classics" : stage.module();
    }

    private void printHistograms(List<Stage> stages, List<Run> runs) throws IOException {
        for (Stage stage : stages) {
            if (!applying(runs, stage).isEmpty()) {
                IO.println(name(stage) + "\n" + lab.text(name(stage)));
            }
        }
    }

    /** Claims by stages, as plain text; empty if none applies. */
    String table(List<Stage> stages, List<Run> runs) {
        var rows = runs.stream()
                .filter(run -> stages.stream().anyMatch(stage -> run.stages().contains(stage.number())))
                .toList();
        if (rows.isEmpty()) {
            return "";
        }
        var table = new StringBuilder("%-28s".formatted("claim"));
        stages.forEach(stage -> table.append("%-26s".formatted(
                stage == Declared.ALONE ? "the classics" : "stage " + stage.number())));
        for (Run run : rows) {
            table.append("\n%-28s".formatted(run.name()));
            for (Stage stage : stages) {
                table.append("%-26s".formatted(
                        run.stages().contains(stage.number()) ? verdict(tally(stage, run)) : "-"));
            }
        }
        return table.toString().replaceAll(" +(?=\n|$)", "") + "\n";
    }

    private static String verdict(Lab.Tally tally) {
        return !tally.errors().isEmpty() ? "ERROR"
                : tally.forbidden() > 0 ? "BROKEN %,d of %,d".formatted(tally.forbidden(), tally.samples())
                : "kept in %,d".formatted(tally.samples());
    }
}
