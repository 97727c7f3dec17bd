package scheduler;

import module java.base;
import java.lang.invoke.MethodHandle;

/** All virtual threads of this JVM, also those that have hardly begun. Only the JDK itself knows them. */
final class Threads {
    private static final Object ROOT;
    private static final MethodHandle CHILDREN;
    private static final MethodHandle THREADS;

    static {
        try {
            var lookup = MethodHandles.lookup();
            var container = Class.forName("jdk.internal.vm.ThreadContainer");
            ROOT = Class.forName("jdk.internal.vm.ThreadContainers").getMethod("root").invoke(null);
            CHILDREN = lookup.findVirtual(container, "children", MethodType.methodType(Stream.class));
            THREADS = lookup.findVirtual(container, "threads", MethodType.methodType(Stream.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("to be started with --add-exports java.base/jdk.internal.vm=ALL-UNNAMED", e);
        }
    }

    private Threads() {}

    static Set<Thread> virtual() {
        var threads = new LinkedHashSet<Thread>();
        add(ROOT, threads);
        return threads;
    }

    private static void add(Object container, Set<Thread> threads) {
        try {
            ((Stream<?>) THREADS.invoke(container)).forEach(it -> {
                if (it instanceof Thread thread && thread.isVirtual()) {
                    threads.add(thread);
                }
            });
            ((Stream<?>) CHILDREN.invoke(container)).forEach(child -> add(child, threads));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
