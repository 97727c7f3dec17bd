package scheduler;
import module java.base;
final class Try {
    static void main(String[] a) throws Exception {
        long t0 = System.nanoTime();
        try (var run = new Run(Path.of(a[0]))) {
            System.out.printf("start %.2f s%n", (System.nanoTime() - t0) / 1e9);
            for (String d : Files.readAllLines(Path.of(a[1]))) {
                if (d.isBlank()) continue;
                long t = System.nanoTime();
                try { var s = run.decide(d); System.out.printf("%s   [%.1f ms]%n", d, (System.nanoTime() - t) / 1e6); s.seen().forEach(x -> System.out.println("    " + x)); }
                catch (Server.Refusal e) { System.out.println(d + "   REFUSED " + e.getMessage()); }
            }
            System.out.println(run.server().complaints());
        }
        System.out.printf("%.2f s%n", (System.nanoTime() - t0) / 1e9);
        System.exit(0);
    }
}
