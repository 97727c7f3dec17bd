package races;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import races.Declared.Run;
import races.Declared.Stage;

/**
 * Runs claims against stages and prints what came of it as one table, claims by stages. Fails unless it is what
 * {@link Declared} says: a broken claim that isn't seen broken is as wrong as a kept one that is.
 *
 * <p>Arguments: a {@link Lab.Form}, then {@code claim=NAME} and {@code stage=NUMBER}, where no value means all.
 */
final class Races {
    /** So often a claim that didn't show what is declared is tried, each time in more JVMs. */
    private static final int TRIES = 10;
    /** A claim that was kept in fewer samples was hardly tried. */
    private static final int FEWEST = 100;

    private final Lab lab;
    private final Path root;
    private final int tries;
    private final Map<Stage, Map<String, Lab.Tally>> seen = new HashMap<>();

    /** Runs in this lab, on the stages that lie below this folder, with so many tries of each claim. */
    Races(Lab lab, Path root, int tries) {
        this.lab = lab;
        this.root = root;
        this.tries = tries;
    }

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT); // figures look the same everywhere
        long start = System.nanoTime();
        var form = Lab.Form.valueOf(args[0].toUpperCase(Locale.ROOT));
        String claim = args[1].substring("claim=".length());
        String number = args[2].substring("stage=".length());
        var module = Path.of("").toAbsolutePath();
        var reports = module.resolve("target/races");
        var races = new Races(new Lab(form, reports, Lab.PATIENCE), module.resolve("../..").normalize(), TRIES);
        var stages = Stream.concat(Declared.STAGES.stream(), Stream.of(Declared.ALONE))
                .filter(stage -> number.isEmpty() || number.equals("" + stage.number()))
                .toList();
        var runs = Stream.concat(Declared.CLAIMS.stream(), Declared.CLASSICS.stream())
                .filter(run -> claim.isEmpty() ? runs(form, run) : run.name().matches(claim))
                .toList();

        var wrong = races.check(stages, runs);
        if (!claim.isEmpty()) {
            races.printHistograms(stages, runs);
        }
        races.printTable(stages.stream().filter(stage -> stage != Declared.ALONE).toList(), runs);
        races.printTable(List.of(Declared.ALONE), runs);
        IO.println("HTML reports: " + reports);
        IO.println("took %d s, %s form".formatted((System.nanoTime() - start) / 1_000_000_000, args[0]));
        wrong.forEach(complaint -> IO.println("WRONG: " + complaint));
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    /** The classics say nothing of a stage, so they wait for the longer forms, and some for the longest. */
    private static boolean runs(Lab.Form form, Run run) {
        return form == Lab.Form.FULL || !run.isSlow() && (form == Lab.Form.THOROUGH || Declared.CLAIMS.contains(run));
    }

    /** Runs the claims on the stages that they apply to, and says what isn't as declared: nothing, if all is well. */
    List<String> check(List<Stage> stages, List<Run> runs) throws Exception {
        var wrong = new ArrayList<String>();
        for (Stage stage : stages) {
            var here = applying(runs, stage);
            for (var group : here.stream().collect(Collectors.groupingBy(Run::jvmArgs)).entrySet()) {
                look(stage, group.getValue(), name(stage) + (group.getKey().isEmpty() ? "" : "-with-jvm-args"));
            }
            for (Run run : here) {
                check(stage, run, wrong);
            }
        }
        if (seen.isEmpty()) {
            wrong.add("nothing ran: no claim of that name applies to that stage. The claims: "
                    + Declared.CLAIMS.stream().map(Run::name).toList());
        }
        return wrong;
    }

    /** Runs the tests, then those again that should be seen broken and weren't, or that were hardly run. */
    private void look(Stage stage, List<Run> runs, String report) throws Exception {
        var target = root.resolve(stage.module()).resolve("target");
        var classes = List.of(target.resolve("classes"), target.resolve("test-classes"));
        var open = runs;
        for (int turn = 1; turn <= tries && !open.isEmpty(); turn++) {
            var tallies = lab.run(turn == 1 ? report : report + "-try-" + turn, classes, open, turn);
            tallies.forEach((test, tally) ->
                    seen.computeIfAbsent(stage, key -> new HashMap<>()).merge(test, tally, Lab.Tally::plus));
            open = open.stream().filter(run -> isOpen(stage, run)).toList();
        }
    }

    private boolean isOpen(Stage stage, Run run) {
        var tally = tally(stage, run);
        boolean declared = run.broken().contains(stage.number());
        return tally.errors().isEmpty() && tally.forbidden() == 0 && (declared || tally.samples() < enough(run));
    }

    /** Five times as many samples as it takes to break the claim once where it is broken: to keep them isn't luck. */
    private long enough(Run run) {
        return seen.entrySet().stream().filter(stage -> run.broken().contains(stage.getKey().number()))
                .map(stage -> stage.getValue().get(run.test()))
                .filter(tally -> tally != null && tally.forbidden() > 0)
                .mapToLong(tally -> Math.max(FEWEST, 5 * tally.samples() / tally.forbidden()))
                .max().orElse(FEWEST);
    }

    private void check(Stage stage, Run run, List<String> wrong) {
        var tally = tally(stage, run);
        boolean declared = run.broken().contains(stage.number());
        String what = "stage " + stage.number() + ", " + run.name() + ": ";
        tally.errors().forEach(error -> wrong.add(what + "could not be tried: " + error));
        if (isOpen(stage, run)) {
            String but = declared ? "declared broken, but kept in all %,d samples" : "kept, but in %,d samples only";
            wrong.add(what + but.formatted(tally.samples()));
        }
        if (!declared && tally.forbidden() > 0) {
            wrong.add(what + "declared kept, but broken in %,d of %,d samples"
                    .formatted(tally.forbidden(), tally.samples()));
        }
    }

    private Lab.Tally tally(Stage stage, Run run) {
        return seen.get(stage).get(run.test());
    }

    private static List<Run> applying(List<Run> runs, Stage stage) {
        return runs.stream().filter(run -> run.stages().contains(stage.number())).toList();
    }

    private static String name(Stage stage) {
        return stage == Declared.ALONE ? "classics" : Path.of(stage.module()).getFileName().toString();
    }

    private void printHistograms(List<Stage> stages, List<Run> runs) {
        for (Stage stage : stages) {
            for (Run run : applying(runs, stage)) {
                IO.println(name(stage) + ", " + run.name() + ":");
                tally(stage, run).histogram().forEach(IO::println);
                IO.println();
            }
        }
    }

    private void printTable(List<Stage> stages, List<Run> runs) {
        var rows = runs.stream().filter(run -> stages.stream().anyMatch(stage -> seen.containsKey(stage)
                && run.stages().contains(stage.number()))).toList();
        if (rows.isEmpty()) {
            return;
        }
        var table = new StringBuilder("%-28s".formatted("claim"));
        stages.forEach(stage -> table.append("%-26s".formatted(
                stage == Declared.ALONE ? "the classics" : "stage " + stage.number())));
        for (Run run : rows) {
            table.append("\n%-28s".formatted(run.name()));
            for (Stage stage : stages) {
                boolean applies = run.stages().contains(stage.number());
                table.append("%-26s".formatted(applies ? verdict(tally(stage, run)) : "-"));
            }
        }
        IO.println(table.toString().replaceAll(" +(?=\n|$)", "") + "\n");
    }

    private static String verdict(Lab.Tally tally) {
        return !tally.errors().isEmpty() ? "ERROR"
                : tally.forbidden() > 0 ? "BROKEN %,d of %,d".formatted(tally.forbidden(), tally.samples())
                : "kept in %,d".formatted(tally.samples());
    }
}
