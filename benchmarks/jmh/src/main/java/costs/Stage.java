package costs;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import load.Contestant;

/**
 * A stage of the workbook that has been built.
 *
 * @param name such as {@code stage03}
 * @param classPath what puts the stage into the benchmarks' room: its classes, and its tests' with the
 *     {@code chat.LocalChat} that knows it
 */
record Stage(String name, String classPath) {
    private static final List<String> NAMES = List.of("stage02", "stage03", "stage04", "stage05", "stage06");

    /** The stages that are there, in order. */
    static List<Stage> all() {
        var stages = new ArrayList<Stage>();
        for (String name : NAMES) {
            Contestant.stageClasses(name).ifPresent(classes -> stages.add(new Stage(
                    name, classes + File.pathSeparator + classes.resolveSibling("test-classes"))));
        }
        return stages;
    }

    /** How the page and the plots call the stage of this name. */
    static String label(String name) {
        return switch (name) {
            case "stage02" -> "2 no guard";
            case "stage03" -> "3 lock";
            case "stage04" -> "4 queue";
            case "stage05" -> "5 rooms";
            case "stage06" -> "6 batches";
            default -> name;
        };
    }
}
