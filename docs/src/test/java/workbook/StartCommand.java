package workbook;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.OS;

/**
 * Tries the commands that start a server, with mvnw. Maven must not touch what the build around this test has made, so
 * it works on a copy, which has the stages' classes in it, and compiles nothing.
 */
final class StartCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final PathMatcher BUILT = FileSystems.getDefault()
            .getPathMatcher("glob:{target,**/target,**/target/**}");
    private static final PathMatcher CLASSES = FileSystems.getDefault()
            .getPathMatcher("glob:stage*/target{,/classes,/classes/**}");

    private StartCommand() {}

    /** A copy of the repository, without history and without what was built but the stages' classes. */
    static void copy(Path root, Path copy) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path path = root.relativize(directory);
                if (path.startsWith(".git") || BUILT.matches(path) && !CLASSES.matches(path)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(path));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, copy.resolve(root.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Which server a command starts, and with which options, as -Dargs has them; null if it has none. */
    record Start(String stage, String args) {}

    /**
     * Starts it on any free port, waits until it says that it listens, and ends it. Returns what it said if it doesn't.
     */
    static Optional<String> fails(Path copy, Start start) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(copy.resolve(OS.WINDOWS.isCurrentOs() ? "mvnw.cmd" : "mvnw").toString(),
                "-q", "-pl", start.stage, "-Dport=0", "-Dmaven.main.skip"));
        if (start.args != null) {
            command.add("-Dargs=" + start.args);
        }
        if (System.getProperty("maven.repo.local") != null) { // as in the build around this
            command.add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
        }
        Process maven = new ProcessBuilder(command).directory(copy.toFile()).redirectErrorStream(true).start();
        Object news = new Object();
        try {
            var output = new Terminal(maven.getInputStream(), news);
            var said = new ArrayList<String>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (String line; (line = output.poll(Duration.ofNanos(deadline - System.nanoTime()))) != null; ) {
                said.add(line);
                if (line.startsWith(start.stage + " listening on localhost:")) {
                    return Optional.empty();
                } else if (line.equals(Terminal.END)) {
                    break;
                }
            }
            return Optional.of(String.join("\n", said));
        } finally {
            var all = new ArrayList<>(maven.descendants().toList());
            maven.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
