import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

// Runs a stage's tests on the code of the stage before it, for ./mvnw test -pl STAGE -Dnext, and shows what to do next:
// the first test that fails, in the order of the chapter. A tag such as 4.2 says at which step of its chapter a test
// turns green; one without such a tag, or with one of another chapter, was green from the start.
//
//   java -cp CLASS-PATH [-Dtest=CLASS#METHOD] [-Dpatience=SECONDS] Next.java TEST-CLASSES REPORTS STAGE [GROUP]...

/** Tests that are run together. Each group leaves a report. */
enum Group {
    GREEN(20, 40, 8), // must stay green, however slow the machine is
    STEPS(3, 12, 24), // fail until the reader has built what they ask for, mostly by waiting in vain
    LUCK(3, 12, 8), // may fail, or not
    EXERCISE(3, 12, 8); // the check of one exercise

    final int patience; // seconds
    final int limit; // seconds: a test that takes longer hangs
    final int parallel; // tests that run at a time

    Group(int patience, int limit, int parallel) {
        this.patience = patience;
        this.limit = limit;
        this.parallel = parallel;
    }

    String tags(String chapter) {
        String steps = IntStream.rangeClosed(1, 9).mapToObj(step -> chapter + "." + step)
                .collect(Collectors.joining(" | ", "(", ")"));
        return switch (this) {
            case GREEN -> "!by-luck & !" + steps;
            case STEPS -> "!by-luck & " + steps;
            case LUCK -> "by-luck";
            case EXERCISE -> "!by-luck & " + NUMBER;
        };
    }
}

static final String GIVEN = System.getProperty("patience", "");
static final String NUMBER = System.getProperty("exercise", ""); // if .mvn/Exercise.java asks: then less is shown
static final int SHOWN = NUMBER.isEmpty() ? 18 : 8; // lines of a failure
static final int MANY = 3; // failures

/** A test that has failed. Compared by where it stands in its chapter. */
record Failure(String id, String step, String className, int line, String method, Throwable why) {
    static final Comparator<Failure> ORDER = Comparator.comparing(Failure::step)
            .thenComparing(Failure::className)
            .thenComparing(Failure::line)
            .thenComparing(Failure::method);

    static Failure of(TestIdentifier test, Throwable why) {
        var method = (MethodSource) test.getSource().filter(MethodSource.class::isInstance).orElse(null);
        String name = method == null ? test.getDisplayName() : method.getClassName();
        int line = Stream.concat(Stream.of(why), causes(why))
                .flatMap(cause -> Stream.of(cause.getStackTrace()))
                .filter(frame -> frame.getClassName().equals(name))
                .mapToInt(StackTraceElement::getLineNumber)
                .reduce(0, (inner, outer) -> outer);
        return new Failure(test.getUniqueId(), stepOf(test), name.replaceFirst(".*\\.", ""), line,
                method == null ? "" : method.getMethodName(), why);
    }

    /** "" for what was green from the start, and "luck" for what may fail or not. */
    private static String stepOf(TestIdentifier test) {
        var tags = test.getTags().stream().map(TestTag::getName).toList();
        return tags.contains("by-luck") ? "luck" : tags.stream().min(Comparator.naturalOrder()).orElse("");
    }

    Failure byLuck() {
        return new Failure(id, "luck", className, line, method, why);
    }

    String name() {
        return className + (method.isEmpty() ? "" : "#" + method);
    }

    /** What went wrong; and where in the server's or the test's code, if that isn't told by an assertion. */
    List<String> text() {
        boolean isTold = why instanceof AssertionError && why.getMessage() != null;
        boolean isGivenUp = why instanceof TimeoutException;
        String what = isTold ? why.getMessage() : isGivenUp ? why.getMessage() + ". It hangs here:" : why.toString();
        String lists = "(?<=[,:])\\R +(?=[\\[\"])"; // AssertJ puts each element on a line of its own
        String described = "(?s)^\\[(.*)]\\s+(?=Expecting|expected)"; // and what is asked about between brackets
        var text = new ArrayList<>(what.strip().replaceAll(lists, " ").replaceFirst(described, "$1\n  ")
                .lines().toList());
        if (!isTold) {
            causes(why).filter(cause -> !isGivenUp).forEach(cause -> text.add("  because: " + cause));
            Stream.concat(Stream.of(why), causes(why)).flatMap(cause -> Stream.of(cause.getStackTrace()))
                    .filter(frame -> frame.getClassName().startsWith("chat.")).distinct().limit(6)
                    .forEach(frame -> text.add("  at " + frame));
        }
        return text;
    }

    /** A test that was given up has where it hung as what was suppressed. */
    private static Stream<Throwable> causes(Throwable why) {
        return Stream.concat(Stream.ofNullable(why.getCause()), Stream.of(why.getSuppressed()))
                .flatMap(cause -> Stream.concat(Stream.of(cause), causes(cause)));
    }
}

/** Gathers how the tests ended. */
static final class Results implements TestExecutionListener {
    final AtomicInteger passed = new AtomicInteger();
    final List<Failure> failures = new ArrayList<>();
    private Group group = Group.STEPS;
    private int failed; // in this group
    private CancellationToken rest = CancellationToken.create(); // what hasn't begun yet
    private String firstClass = "";
    private final List<TestPlan> plans = new ArrayList<>(); // one for each group

    /** Returns what cancels those of its tests that have not begun. */
    synchronized CancellationToken begin(Group group) {
        this.group = group;
        failed = 0;
        rest = CancellationToken.create();
        setPatience(group.patience);
        return rest;
    }

    @Override
    public synchronized void testPlanExecutionStarted(TestPlan plan) {
        plans.add(plan);
        firstClass = plan.getRoots().stream().flatMap(root -> plan.getChildren(root).stream())
                .map(TestIdentifier::getLegacyReportingName).min(Comparator.naturalOrder()).orElse("");
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case FAILED -> {
                failures.add(Failure.of(test, result.getThrowable().orElseThrow()));
                if (++failed == MANY) { // the rest of the group shouldn't keep the learner waiting for as long
                    setPatience(group == Group.GREEN ? Group.STEPS.patience : 1);
                }
            }
            case SUCCESSFUL -> passed.addAndGet(test.isTest() ? 1 : 0);
            case ABORTED -> { }
        }
        if (group == Group.EXERCISE && isFirstKnown(test)) {
            rest.cancel();
        }
    }

    /** The tests of all groups, also those that weren't run. */
    synchronized long tests() {
        return plans.stream().mapToLong(plan -> plan.countTestIdentifiers(TestIdentifier::isTest)).sum();
    }

    /** Whether the first failure in the chapter's order is known, now that a test or a class of tests has ended. */
    private boolean isFirstKnown(TestIdentifier ended) {
        var source = ended.getSource().orElse(null);
        boolean isKnown = source instanceof ClassSource type && type.getClassName().equals(firstClass)
                || source instanceof MethodSource method && method.getClassName().equals(firstClass)
                && method.getJavaClass().isAnnotationPresent(TestMethodOrder.class);
        return isKnown && failures.stream().anyMatch(it -> firstClass.endsWith("." + it.className));
    }
}

/** Says how many seconds the tests wait, unless the learner has said it. Their helpers ask when they begin to wait. */
static void setPatience(int seconds) {
    System.setProperty("patience", GIVEN.isEmpty() ? String.valueOf(seconds) : GIVEN);
}

void main(String[] args) throws IOException {
    Path reports = Files.createDirectories(Path.of(args[1]));
    PrintStream screen = System.out;
    System.setOut(new PrintStream(reports.resolve("output.txt").toFile())); // what the servers print
    System.setErr(System.out);
    var died = new AtomicReference<Throwable>();
    Thread.setDefaultUncaughtExceptionHandler((thread, why) -> {
        why.printStackTrace();
        if (Stream.of(why.getStackTrace()).noneMatch(frame -> frame.getClassName().matches("chat\\.(Test|.*Test).*"))) {
            died.compareAndSet(null, why);
        }
    });
    var launcher = LauncherFactory.create();
    var results = new Results();
    var groups = args.length == 3 ? List.of(Group.GREEN, Group.STEPS, Group.LUCK)
            : Stream.of(args).skip(3).map(Group::valueOf).toList();
    for (Group group : groups) {
        if (args.length == 3 && group == Group.LUCK && !results.failures.isEmpty()) {
            break; // there is enough to do
        }
        launcher.execute(request(group)
                .selectors(selectClasspathRoots(Set.of(Path.of(args[0]))))
                .filters(selected(System.getProperty("test", "")), TagFilter.includeTags(group.tags(chapter(args[2]))))
                .forExecution()
                .cancellationToken(results.begin(group))
                .listeners(results, report(reports.resolve(group.name().toLowerCase(Locale.ROOT))))
                .build());
    }
    results.failures.sort(Failure.ORDER);
    if (!groups.contains(Group.EXERCISE)) {
        putFirstWhatFailsAloneToo(results.failures, launcher, chapter(args[2]));
    }
    try (var all = new PrintStream(reports.resolve("failures.txt").toFile(), "UTF-8")) {
        results.failures.forEach(failure -> print(all, failure, Integer.MAX_VALUE));
    }
    tell(screen, results, died.get(), reports, args[2]);
    System.exit(results.failures.isEmpty() && results.passed.get() > 0 ? 0 : 1); // whatever still runs
}

LauncherDiscoveryRequestBuilder request(Group group) {
    return LauncherDiscoveryRequestBuilder.request()
            .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "" + group.parallel)
            .configurationParameter("junit.jupiter.execution.timeout.default",
                    (GIVEN.isEmpty() ? group.limit : 4 * Integer.parseInt(GIVEN)) + " s");
}

TestExecutionListener report(Path folder) throws IOException {
    return new LegacyXmlReportGeneratingListener(Files.createDirectories(folder), new PrintWriter(Writer.nullWriter()));
}

static String chapter(String stage) {
    return stage.substring("stage0".length(), "stage04".length());
}

/** What passes when it is tried again alone failed by luck: the machine was busy, or threads met that seldom meet. */
void putFirstWhatFailsAloneToo(List<Failure> failures, Launcher launcher, String chapter) {
    for (int tries = 0; tries < 5 && !failures.isEmpty() && !failures.getFirst().step().equals("luck"); tries++) {
        var group = failures.getFirst().step().startsWith(chapter) ? Group.STEPS : Group.GREEN;
        var again = new Results();
        again.begin(group);
        launcher.execute(request(group).selectors(selectUniqueId(failures.getFirst().id())).build(), again);
        if (!again.failures.isEmpty()) {
            return;
        }
        failures.set(0, failures.getFirst().byLuck());
        failures.sort(Failure.ORDER);
    }
}

/** As Maven has it: CLASS#METHOD or CLASS, with * for anything, and more of them after commas. */
PostDiscoveryFilter selected(String tests) {
    String pattern = Stream.of(tests.split(",")).map(test -> (test.contains("#") ? test : test + "#*").strip()
                    .replace(".", "\\.").replace("+", "|").replace("*", ".*").replaceFirst("#(.*)", "#($1)"))
            .collect(Collectors.joining("|"));
    return test -> FilterResult.includedIf(tests.isEmpty()
            || !(test.getSource().orElse(null) instanceof MethodSource method)
            || (method.getClassName().replaceFirst(".*\\.", "") + "#" + method.getMethodName()).matches(pattern));
}

void tell(PrintStream screen, Results results, Throwable died, Path reports, String stage) {
    int passed = results.passed.get();
    var failures = results.failures;
    if (failures.isEmpty()) {
        screen.println(passed == 0 ? "There is no such test." : passed + " of " + passed + " tests pass.");
        return;
    }
    Failure first = failures.getFirst();
    if (!NUMBER.isEmpty()) {
        screen.println(passed + " of " + results.tests() + " tests pass. The first that fails is shown.");
        screen.println();
        tellOfDeath(screen, died);
        print(screen, first, SHOWN);
        return;
    }
    var counts = failures.stream()
            .collect(Collectors.groupingBy(Failure::className, TreeMap::new, Collectors.counting()));
    screen.printf("%d of %d tests pass. %d fail: %s.%n%n", passed, passed + failures.size(), failures.size(),
            counts.entrySet().stream().map(count -> count.getValue() + " of " + count.getKey())
                    .collect(Collectors.joining(", ")));
    screen.println(first.step().equals("luck")
            ? "Those that fail pass when they are tried again alone, or depend on luck. The first:"
            : first.step().startsWith(chapter(stage))
                    ? "The first that fails, in the order of the chapter (step " + first.step() + "):"
                    : "What was green from the start must stay so. The first that fails:");
    screen.println();
    print(screen, first, SHOWN);
    tellOfDeath(screen, died);
    screen.println("All that fail: " + stage + "/" + reports.resolve("failures.txt").toString().replace('\\', '/'));
    screen.println("Only this one: ./mvnw test -pl " + stage + " -Dnext -Dtest=" + first.name());
    screen.println("They wait " + (GIVEN.isEmpty() ? Group.STEPS.patience : GIVEN)
            + " seconds for what must come. If your machine is slow, add -Dpatience=20.");
}

void tellOfDeath(PrintStream screen, Throwable died) {
    if (died != null) {
        String where = Stream.of(died.getStackTrace()).filter(frame -> frame.getClassName().startsWith("chat."))
                .findFirst().map(frame -> " at " + frame).orElse("");
        screen.println("While the tests ran, a thread of a server died of " + died + where);
        screen.println();
    }
}

void print(PrintStream out, Failure failure, int lines) {
    out.println(failure.name() + (failure.line() > 0 ? ", line " + failure.line() : ""));
    var text = failure.text();
    int talk = text.indexOf("  the end of the conversation:") + 1;
    if (talk > 0 && talk < lines && text.size() > lines) {
        text.subList(talk, talk + text.size() - lines).clear(); // what came last matters most
    }
    for (String line : text.subList(0, Math.min(lines, text.size()))) {
        out.println("  " + (line.length() <= 200 ? line : line.substring(0, 200) + "…").codePoints()
                .mapToObj(c -> c >= ' ' && out.charset().newEncoder().canEncode(Character.toString(c))
                        ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining()));
    }
    if (text.size() > lines) {
        out.println("  … lines left out: " + (text.size() - lines));
    }
    out.println();
}
