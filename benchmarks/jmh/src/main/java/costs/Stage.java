package costs;

import module java.base;

import load.Contestant;

/**
 * A stage of the workbook that has been built.
 *
 * @param name such as {@code stage03}
 * @param classPath what puts the stage into the benchmarks' room: its classes, and its tests' with the
 *     {@code chat.LocalChat} that knows it
 */
record Stage(String name, String classPath) {
    /** All that have a room, in order. */
    static List<Stage> all() {
        return Stream.of("stage02", "stage03", "stage04", "stage05", "stage06").map(name -> {
            Path classes = Contestant.stageClasses(name);
            return new Stage(name, classes + File.pathSeparator + classes.resolveSibling("test-classes"));
        }).toList();
    }
}
