package costs;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import load.Contestant;

/**
 * A stage of the workbook that has been built.
 *
 * @param name such as {@code stage03}
 * @param classPath what puts the stage into the benchmarks' room: its classes and, before them, the
 *     {@code chat.StageRoom} that knows it
 */
record Stage(String name, String classPath) {
    private static final List<String> NAMES = List.of("stage02", "stage03", "stage04", "stage05", "stage06");

    /** All, in order; what {@code sources/stageNN} holds for them is compiled into {@code output}. */
    static List<Stage> all(Path sources, Path output) {
        return NAMES.stream().map(name -> new Stage(name,
                classPath(name, Contestant.stageClasses(name), sources, output))).toList();
    }

    private static String classPath(String name, Path classes, Path sources, Path output) {
        Path source = sources.resolve(name);
        return Files.isDirectory(source)
                ? compile(source, classes, output.resolve(name)) + File.pathSeparator + classes
                : classes.toString();
    }

    private static Path compile(Path source, Path classes, Path output) {
        try (var files = Files.walk(source)) {
            Files.createDirectories(output);
            var compiler = ToolProvider.getSystemJavaCompiler();
            if (compiler == null) {
                throw new IllegalStateException(
                        "this needs a JDK, and runs on a JRE: " + System.getProperty("java.home"));
            }
            var messages = new StringWriter();
            // What @GuardedBy means is no business of this class path, which lacks the annotation.
            var options = List.of("-Xlint:all,-classfile", "-proc:none", "-d", output.toString(),
                    "-cp", classes + File.pathSeparator + System.getProperty("java.class.path"));
            try (var manager = compiler.getStandardFileManager(null, null, null)) {
                var units = manager.getJavaFileObjectsFromPaths(
                        files.filter(file -> file.toString().endsWith(".java")).toList());
                if (!compiler.getTask(messages, manager, null, options, null, units).call()) {
                    throw new IllegalStateException(source + " does not fit its stage any more:\n" + messages);
                }
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
