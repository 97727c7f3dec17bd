package workbook;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Tests that are run on some code in a JVM of their own, by the program that runs them for a learner,
 * {@code .mvn/Next.java}. A run has a folder, with code in {@code classes}, tests in {@code tests}, and reports.
 */
record TestRun(Path folder) {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path NEXT = ROOT.resolve(".mvn/Next.java");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    /** JUnit and what else the tests use. */
    private static final String JARS = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(part -> part.endsWith(".jar")).collect(Collectors.joining(File.pathSeparator));
    /** What walks through orders, for a check about a race. */
    private static final String SCHEDULER = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(part -> Files.exists(Path.of(part, "scheduler/Search.class"))).collect(Collectors.joining());
    private static List<String> archive = List.of();

    /** The methods of which a test has passed, and those of which one has failed. */
    record Outcome(Set<String> passed, Set<String> failed) {}

    /** The stage after another, and the patterns of its test classes that need classes of ours; or null. */
    record Next(String stage, String leavesOut) {
        static Next of(String stage) throws Exception {
            var pom = parse(ROOT.resolve(stage).resolve("pom.xml"));
            var next = pom.getElementsByTagName("next.stage");
            var leavesOut = pom.getElementsByTagName("next.leaves.out");
            return next.getLength() == 0 ? null : new Next(next.item(0).getTextContent().strip(),
                    "**/KnownFlawTest.java," + (leavesOut.getLength() == 0 ? "" : leavesOut.item(0).getTextContent()));
        }
    }

    static List<String> stages() throws IOException {
        try (var folders = Files.list(ROOT)) {
            return folders.map(folder -> folder.getFileName().toString()).filter(name -> name.startsWith("stage"))
                    .sorted().toList();
        }
    }

    Path classes() {
        return folder.resolve("classes");
    }

    private Path tests() {
        return folder.resolve("tests");
    }

    /** All Java files below a folder but those that one of the patterns, after commas, names. */
    static List<Path> sources(Path folder, String patterns) throws IOException {
        var leftOut = Stream.of(patterns.split(","))
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern.strip())).toList();
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> leftOut.stream().noneMatch(pattern -> pattern.matches(folder.relativize(file))))
                    .toList();
        }
    }

    /** Compiles the tests, and what they need from the source path; what the compiler finds wrong, or "". */
    String compileTests(List<Path> sources, Path... sourcePath) throws IOException {
        var all = new ArrayList<>(sources);
        all.add(NEXT);
        var path = Stream.of(sourcePath).filter(Files::exists).map(Path::toString).toList();
        return compile(tests(), all, List.of("-nowarn", "-sourcepath", String.join(File.pathSeparator, path)));
    }

    /** Compiles into a folder, which is emptied first. */
    String compile(Path target, List<Path> sources, List<String> options) throws IOException {
        delete(target);
        var javac = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        var all = new ArrayList<>(List.of("-proc:none", "-d", Files.createDirectories(target).toString(),
                "-cp", classes() + File.pathSeparator + System.getProperty("java.class.path")));
        all.addAll(options);
        try (var files = javac.getStandardFileManager(null, null, null)) {
            boolean compiled = javac.getTask(errors, files, null, all, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            return compiled ? "" : errors.toString();
        }
    }

    /** Runs groups of tests, with system properties; what was printed is in the log. Returns the exit code. */
    int run(String stage, List<String> properties, String... groups) throws Exception {
        var command = new ArrayList<>(List.of(JAVA.toString(),
                "-XX:TieredStopAtLevel=1", "-ea:chat...", "-Djdk.virtualThreadScheduler.parallelism=8"));
        command.addAll(archive);
        command.addAll(properties);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, JARS, tests().toString(), classes().toString(),
                        ROOT.resolve(".mvn/tests").toString(), SCHEDULER),
                "Next", tests().toString(), reports(groups).toString(), stage));
        command.addAll(List.of(groups));
        Files.createDirectories(reports(groups));
        var process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(log(groups).toFile()).start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Makes later runs start in half the time: the JVM loads the JDK's and the jars' classes that this run of a group
     * uses from this archive. A JVM that can't use it does without. The jars come first on the class path, as an archive
     * covers only the beginning of a class path, and no folders.
     */
    void archiveClasses(Path file, String stage, List<String> properties, String group) throws Exception {
        Path list = folder.resolve("classes.txt");
        var listing = new ArrayList<>(List.of("-XX:DumpLoadedClassList=" + list));
        listing.addAll(properties);
        run(stage, listing, group);
        var dump = new ProcessBuilder(JAVA.toString(), "-Xshare:dump", "-XX:+AOTClassLinking", "-cp", JARS,
                "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + file).redirectErrorStream(true)
                .redirectOutput(folder.resolve("archiving.txt").toFile()).start();
        if (dump.waitFor() == 0) {
            archive = List.of("-XX:SharedArchiveFile=" + file);
        }
    }

    String printed(String... groups) throws IOException {
        return Files.readString(log(groups));
    }

    private Path reports(String... groups) {
        return folder.resolve("reports-" + String.join("-", groups));
    }

    private Path log(String... groups) {
        return reports(groups).resolve("printed.txt");
    }

    /** How the tests of a group ended, when it was run alone. */
    Outcome outcome(String group) throws Exception {
        var outcome = new Outcome(new TreeSet<>(), new TreeSet<>());
        var report = reports(group).resolve(group.toLowerCase(Locale.ROOT)).resolve("TEST-junit-jupiter.xml");
        var tests = parse(report).getElementsByTagName("testcase");
        for (int i = 0; i < tests.getLength(); i++) {
            var test = (Element) tests.item(i);
            if (test.getElementsByTagName("skipped").getLength() > 0) {
                continue; // not on this system
            }
            boolean failed = test.getElementsByTagName("failure").getLength()
                    + test.getElementsByTagName("error").getLength() > 0;
            (failed ? outcome.failed : outcome.passed).add(test.getAttribute("classname").replaceFirst(".*\\.", "")
                    + "." + test.getAttribute("name").replaceFirst("\\(.*", ""));
        }
        return outcome;
    }

    private static Document parse(Path xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var old = Files.walk(folder)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
