package workbook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that tests start: in an environment of ours, and none outlives the JVM of the tests. */
final class Child {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    /** What programs need to be found and to find their files; no option of Java, Maven or a language is among it. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "JAVA_HOME", "MAVEN_USER_HOME", "TMPDIR",
            "USERPROFILE", "LOCALAPPDATA", "APPDATA", "SYSTEMROOT", "COMSPEC", "PATHEXT", "TEMP", "TMP");

    private static boolean isOver; // the JVM ends, while the tests' threads still run

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            synchronized (Child.class) {
                isOver = true;
            }
            RUNNING.forEach(Child::end);
        }));
    }

    private Child() {}

    /** Starts a program; what it says on standard error comes with the rest. */
    static Process start(Path directory, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> !ENVIRONMENT.contains(name.toUpperCase(Locale.ROOT)));
        builder.environment().put("LC_ALL", "C.UTF-8");
        synchronized (Child.class) {
            if (isOver) {
                throw new IOException("the tests are over");
            }
            Process process = builder.start();
            RUNNING.add(process);
            process.onExit().thenRun(() -> RUNNING.remove(process));
            return process;
        }
    }

    /** Starts Java, that of this JVM, for a second or so: to compile well would take longer than it gains. */
    static Process java(Path directory, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(arguments);
        return start(directory, command);
    }

    /** Ends a process and those that it has started. */
    static void end(Process process) {
        var all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
