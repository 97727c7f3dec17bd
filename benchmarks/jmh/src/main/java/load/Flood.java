package load;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** One flood of {@link SlowReaders}, with a thread for each client that reads or talks. */
final class Flood implements AutoCloseable {
    private static final int LINES_AT_ONCE = 64;
    /** A slow reader that is late makes up for no more than this, since it is to be steady. */
    private static final long MOST_BEHIND = MILLISECONDS.toNanos(50);
    /** A shorter gap between two arrivals isn't kept: nobody asks for it. */
    private static final long SHORTEST_GAP = MILLISECONDS.toNanos(5);
    /** Who sleeps looks so often whether all is over. */
    private static final long LONGEST_SLEEP = MILLISECONDS.toNanos(100);

    private final SlowReaders plan;
    private final long serversPid;
    private final Text text;
    private final List<Listener> clients = new ArrayList<>(); // all that are connected
    private final Listener fast;
    private final List<Subject> subjects = new ArrayList<>();
    private final Listener flooder;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> flaws = new ConcurrentLinkedQueue<>();
    private final List<Span> gaps = new ArrayList<>(); // the fast client's thread's, until that has ended
    private final List<Span> stops = new ArrayList<>();
    private long start;
    private volatile boolean over;
    private volatile long sent = -1; // messages, when the flood is at its end; until then negative
    private volatile long lastArrival; // at the fast client

    /** From when until when, by {@link System#nanoTime}. */
    private record Span(long from, long to) {
        long outside(List<Span> others) {
            return to - from - others.stream()
                    .mapToLong(other -> Math.max(0, Math.min(to, other.to) - Math.max(from, other.from))).sum();
        }
    }

    /** A slow reader, and what its thread notes of it. */
    private static final class Subject {
        final Listener listener;
        long late; // nanoseconds
        long end; // when the connection ended; 0 if it didn't

        Subject(Listener listener) {
            this.listener = listener;
        }
    }

    /** Connects the clients, and returns when all are in the room. */
    Flood(SlowReaders plan, int port, long serversPid) throws IOException {
        this.plan = plan;
        this.serversPid = serversPid;
        // In every line: what an earlier run left in the history of a server is not ours.
        String tag = "%04x".formatted(ThreadLocalRandom.current().nextInt(1 << 16));
        text = new Text(Protocol.CHAT.prefix("", "flooder"), Protocol.CHAT.stampBytes, plan.bytes, tag, 0);
        try {
            fast = connect("fast", port, 0);
            for (int i = 0; i < plan.count; i++) {
                subjects.add(new Subject(connect("slow" + i, port, plan.receiveBuffer)));
            }
            flooder = connect("flooder", port, 0);
            flooder.greet(fast);
            for (Subject subject : subjects) {
                flooder.greet(subject.listener);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Listener connect(String name, int port, int receiveBuffer) throws IOException {
        var listener = new Listener(name, port, receiveBuffer, text);
        clients.add(listener);
        return listener;
    }

    /** Lets them read, each slow one so many bytes a second, and the flooder talk, for as long as the plan has it. */
    SlowReaders.Outcome run(long rate) throws IOException, InterruptedException {
        start = System.nanoTime();
        lastArrival = start;
        start(this::readAll);
        for (Subject subject : subjects) {
            if (rate > 0) {
                start(() -> readSteadily(subject, rate));
            }
        }
        start(this::talk);
        long end = start + SECONDS.toNanos(plan.seconds);
        for (int i = 1; i <= plan.stops.times(); i++) {
            sleepUntil(start + i * (end - start) / (plan.stops.times() + 1));
            stopServer();
        }
        boolean landed = false;
        while (!landed && System.nanoTime() < end) {
            Thread.sleep(10);
            landed = sent >= 0 && fast.messages() >= sent;
        }
        end = landed ? lastArrival : System.nanoTime();
        close();
        for (Thread thread : threads) {
            thread.join();
        }
        return outcome(end);
    }

    private void start(Runnable work) {
        threads.add(Thread.ofPlatform().daemon().start(work));
    }

    private void talk() {
        int said = text.lineLength() - text.prefixLength(); // the server puts the prefix before it
        var line = new byte[text.lineLength()];
        var lines = new byte[LINES_AT_ONCE * said];
        long messages = plan.megabytes * 1_000_000L / text.lineLength();
        long deadline = start + SECONDS.toNanos(plan.seconds);
        int next = 0;
        try {
            while (next < messages && System.nanoTime() < deadline) {
                for (int i = 0; i < LINES_AT_ONCE; i++) {
                    text.write(next++, line, 0);
                    System.arraycopy(line, text.prefixLength(), lines, i * said, said);
                }
                flooder.say(lines, lines.length);
            }
            sent = next;
        } catch (IOException e) {
            fail(flooder, e);
        }
    }

    private void readAll() {
        try {
            for (long heard = 0; !over && fast.read(Integer.MAX_VALUE) >= 0; ) {
                long now = System.nanoTime();
                if (fast.messages() > heard) { // a notice ends no pause
                    heard = fast.messages();
                    noteGap(now);
                    lastArrival = now;
                }
            }
            fail(fast, new IOException("closed by the server"));
        } catch (IOException e) {
            fail(fast, e);
        }
    }

    private void noteGap(long until) {
        if (until - lastArrival > SHORTEST_GAP) {
            gaps.add(new Span(lastArrival, until));
        }
    }

    private void fail(Listener client, IOException e) {
        if (!over) {
            flaws.add("%s was cut off after %.2f s: %s".formatted(client.name, since(System.nanoTime()), e));
        }
    }

    private void readSteadily(Subject subject, long rate) {
        try {
            int read = 0;
            for (long due = System.nanoTime(); read >= 0 && !over; due += read * 1_000_000_000L / rate) {
                long now = System.nanoTime();
                if (now < due) {
                    now = sleepUntil(due);
                    subject.late = Math.max(subject.late, now - due);
                }
                due = Math.max(due, now - MOST_BEHIND);
                read = subject.listener.read(plan.read);
            }
        } catch (IOException e) {
            // as it is when it was cut off
        }
        subject.end = over ? 0 : System.nanoTime();
    }

    /** Also returns when all is over. */
    private long sleepUntil(long due) {
        long now;
        while ((now = System.nanoTime()) < due && !over) {
            LockSupport.parkNanos(Math.min(due - now, LONGEST_SLEEP));
        }
        return now;
    }

    private void stopServer() throws IOException, InterruptedException {
        long from = System.nanoTime();
        try {
            signalServer("-STOP");
            Thread.sleep((long) (plan.stops.seconds() * 1000));
        } finally {
            signalServer("-CONT");
            stops.add(new Span(from, System.nanoTime()));
        }
    }

    private void signalServer(String signal) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", signal, Long.toString(serversPid)).inheritIO().start().waitFor() != 0) {
            throw new IOException("kill " + signal + " failed");
        }
    }

    private SlowReaders.Outcome outcome(long end) {
        noteGap(end);
        var cutOff = new ArrayList<SlowReaders.CutOff>();
        long bytes = 0;
        long lines = 0;
        long missed = 0;
        long late = 0;
        double seconds = 0;
        for (Subject subject : subjects) {
            Listener listener = subject.listener;
            // The room is told at once; a slow reader sees it when it has read what was on its way.
            var departure = fast.departure(listener.name);
            if (departure != null || subject.end != 0) {
                cutOff.add(departure == null
                        ? new SlowReaders.CutOff(since(subject.end), "without a word")
                        : new SlowReaders.CutOff(since(departure.at()), departure.why()));
            }
            bytes += listener.bytes();
            lines += listener.messages();
            missed += listener.missed();
            late = Math.max(late, subject.late);
            seconds += since(subject.end == 0 ? end : subject.end);
        }
        for (Listener client : clients) {
            if (client.lost() > (client == fast ? 0 : client.missed())) {
                flaws.add("%s lacks %d lines, and was told of %d".formatted(
                        client.name, client.lost(), client.missed()));
            }
            if (client.flaw() != null) {
                flaws.add(client.flaw());
            }
        }
        long[] times = gaps.stream().mapToLong(gap -> gap.outside(stops)).sorted().toArray();
        long[] pauses = LongStream.of(times).filter(time -> time > plan.pause.toNanos()).toArray();
        return new SlowReaders.Outcome(subjects.size() - cutOff.size(), cutOff, bytes, bytes / seconds, lines, missed,
                late / 1e9, fast.bytes() / since(end), times.length == 0 ? 0 : times[times.length - 1] / 1e9,
                pauses.length, LongStream.of(pauses).sum() / 1e9, List.copyOf(flaws));
    }

    private double since(long time) {
        return (time - start) / 1e9;
    }

    /** Ends every connection, and with it every thread. */
    @Override
    public void close() throws IOException {
        over = true;
        for (Listener client : clients) {
            client.close();
        }
    }
}
