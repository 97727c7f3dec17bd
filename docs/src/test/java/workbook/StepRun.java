package workbook;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of one folder that have the given tags, some at a time, and writes to a file, a line each, which there
 * are and how they ended. {@link StepsTest} starts it and judges.
 */
final class StepRun {
    public static void main(String[] args) throws IOException {
        int parallel = Integer.parseInt(args[2]);
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[0]))))
                .filters(TagFilter.includeTags(args[1]))
                .configurationParameter("junit.jupiter.execution.timeout.default", "60 s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(parallel > 1))
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", args[2])
                .build();
        var launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
        try (var results = new PrintWriter(args[3])) {
            var plan = launcher.discover(request);
            for (TestIdentifier root : plan.getRoots()) {
                plan.getDescendants(root).stream().filter(StepRun::isMethod)
                        .forEach(test -> results.println("found " + name(test)));
            }
            launcher.execute(plan, new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                        String why = result.getThrowable().map(Throwable::toString).orElse("no reason given");
                        results.println("failed " + name(test) + " " + why.strip().lines().findFirst().orElse(""));
                    } else if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL && isMethod(test)) {
                        results.println("passed " + name(test));
                    }
                }
            });
        }
        System.exit(0); // whatever a failed test has left running
    }

    private static boolean isMethod(TestIdentifier test) {
        return test.getSource().orElse(null) instanceof MethodSource;
    }

    private static String name(TestIdentifier test) {
        return test.getSource().orElse(null) instanceof MethodSource method
                ? method.getClassName().replaceFirst(".*\\.", "") + "." + method.getMethodName()
                : test.getDisplayName().replace(' ', '_');
    }
}
