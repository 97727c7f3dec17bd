package scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.tools.ToolProvider;

/** Stages made otherwise than they are. */
final class Variant {
    private Variant() {}

    /** A copy of this stage in this folder, in which a class is another, and with these sources more. */
    static Path of(Path folder, int number, String type, UnaryOperator<String> change, Path... more)
            throws IOException {
        Path stage = Film.stage(Path.of("../.."), number);
        Path copy = folder.resolve(stage.getFileName());
        for (String part : new String[] {"src/main/java/chat", "target/classes/chat"}) {
            Files.createDirectories(copy.resolve(part));
            try (var files = Files.list(stage.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        return more(copy, type, change, more);
    }

    /** In this copy, a class is another. */
    static Path more(Path copy, String type, UnaryOperator<String> change, Path... more) throws IOException {
        Path source = copy.resolve("src/main/java/chat/" + type + ".java");
        String before = Files.readString(source).replaceAll("import com.*|@GuardedBy\\(\"this\"\\)", "");
        String after = change.apply(before);
        assertThat(after).as("the changed source").isNotEqualTo(before);
        Files.writeString(source, after);
        String classes = copy.resolve("target/classes").toString();
        var arguments = new ArrayList<>(List.of("-g", "-d", classes, "-cp", classes, source.toString()));
        for (Path other : more) {
            arguments.add(Files.copy(other, source.resolveSibling(other.getFileName())).toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("what javac ended with").isZero();
        return copy;
    }

    /** Stage 3 with a lock for the history, which join takes before that of the room, and say after it. */
    static Path withTwoLocks(Path folder) throws IOException {
        return of(folder, 3, "ChatRoom", source -> source
                .replace("synchronized boolean join(Client client, String name) {", """
                        boolean join(Client client, String name) {
                            synchronized (history) {
                                return admit(client, name);
                            }
                        }

                        private synchronized boolean admit(Client client, String name) {""")
                .replace("synchronized void say(Client sender, String text) {", """
                        synchronized void say(Client sender, String text) {
                            synchronized (history) {
                                relay(sender, text);
                            }
                        }

                        private void relay(Client sender, String text) {"""));
    }
}
