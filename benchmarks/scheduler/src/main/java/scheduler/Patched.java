package scheduler;

import module java.base;
import javax.tools.ToolProvider;

/** A stage changed by a patch: in a folder of its own, with its sources and its classes, as a stage has them. */
final class Patched {
    private static final String ANNOTATION = "com/google/errorprone/annotations/concurrent/GuardedBy.java";
    private static final Map<List<Path>, Path> made = new HashMap<>();

    private Patched() {}

    /** The stage in this folder, changed by this patch. It is made once, and deleted when the tool ends. */
    static synchronized Path of(Path stage, Path patch) throws IOException {
        Path folder = made.get(List.of(stage, patch));
        if (folder == null) {
            folder = Files.createTempDirectory("variant");
            Path made = folder;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            make(stage, patch, folder);
            Patched.made.put(List.of(stage, patch), folder);
        }
        return folder;
    }

    private static void make(Path stage, Path patch, Path folder) throws IOException {
        for (String part : List.of("src/main/java/chat", "target/classes/chat")) {
            Files.createDirectories(folder.resolve(part));
            try (var files = Files.list(stage.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        Path sources = folder.resolve("src/main/java");
        Path annotation = sources.resolve(ANNOTATION); // the stages use it, and it isn't at hand here
        Files.createDirectories(annotation.getParent());
        Files.writeString(annotation, """
                package com.google.errorprone.annotations.concurrent;
                public @interface GuardedBy {
                    String[] value();
                }
                """);
        String classes = folder.resolve("target/classes").toString();
        var arguments = new ArrayList<>(
                List.of("-g", "-d", classes, "-cp", classes, "-sourcepath", sources.toString()));
        for (String change : Files.readString(patch).replace("\r", "").split("(?m)^diff --git .*\n")) {
            var name = Pattern.compile("(?m)^\\+\\+\\+ b/[^/]+/(.+)$").matcher(change);
            if (name.find()) {
                Path file = folder.resolve(name.group(1));
                String text = String.join("\n", Files.readAllLines(file)) + "\n";
                for (String hunk : change.split("(?m)^@@ .*\n", 2)[1].split("(?m)^@@ .*\n")) {
                    text = changed(text, hunk, file.getFileName() + " isn't as " + patch + " expects it, at\n");
                }
                Files.writeString(file, text);
                arguments.add(file.toString());
            }
        }
        var messages = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, messages, messages, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IOException("with " + patch + " the stage doesn't compile: " + messages);
        }
    }

    /** The text after the change, wherever in it that begins. */
    private static String changed(String text, String hunk, String complaint) throws IOException {
        String before = side(hunk, "-");
        int at = text.indexOf(before);
        if (at < 0) {
            throw new IOException(complaint + before);
        }
        return text.substring(0, at) + side(hunk, "+") + text.substring(at + before.length());
    }

    private static String side(String hunk, String sign) {
        return hunk.lines().filter(it -> it.startsWith(" ") || it.startsWith(sign)).map(it -> it.substring(1) + "\n")
                .collect(Collectors.joining());
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(it -> it.toFile().delete());
        } catch (IOException e) {
            // It is left to whoever cleans the folder for temporary files.
        }
    }
}
