package load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * All the clients of one run, on one thread: it joins them to the room, lets some of them talk, and checks what
 * every one of them hears, byte by byte, in the buffer that it was read into. The thread that calls
 * {@link #run()} owns everything here.
 */
public final class Generator implements AutoCloseable {
    /** So many clients at most are on their way in, since every one that comes in is announced to all. */
    private static final int JOINING_AT_ONCE = 64;
    private static final Duration LONGEST_ANNOUNCING = Duration.ofSeconds(3);
    private static final int CLIENTS_FROM_ONE_ADDRESS = 20_000;
    private static final int SMALL_RECEIVE_BUFFER = 4096;
    private static final int READ_AT_ONCE = 256 * 1024;
    /** A list of 100,000 names fits in. */
    private static final int LONGEST_LINE = 1024 * 1024;
    private static final int SHOWN_OF_A_NOTICE = 100;
    /** After so long without a delivery, what is in the air is not waited for any more. */
    private static final Duration SILENCE = Duration.ofSeconds(2);
    /** At the end, what is in the air has this long to come, if it keeps coming. */
    private static final Duration LANDING = Duration.ofSeconds(20);
    /** Nothing comes any more if nothing came for so long. */
    private static final Duration QUIET = Duration.ofMillis(100);

    private final Plan plan;
    private final Selector selector = Selector.open();
    private final List<Member> members = new ArrayList<>();
    private final byte[] input = new byte[LONGEST_LINE + READ_AT_ONCE];
    private final ByteBuffer inputBuffer = ByteBuffer.wrap(input);
    /** In every text, so that what an earlier run left in the server's history is not taken for ours. */
    private final String tag = "%04x".formatted(ThreadLocalRandom.current().nextInt(1 << 16));
    private final String greetingStart = "hello " + tag + " ";

    private final Latencies.Recorder toEach = new Latencies.Recorder();
    private final Latencies.Recorder toLast = new Latencies.Recorder();
    private final Latencies.Recorder sendingLag = new Latencies.Recorder();

    /** Null as long as the members are joining. */
    private Sender[] senders;
    private int arrivalsSeen;
    private String lastNotice = "";
    /** Members that read and are still connected. */
    private int readers;

    private long delivered;
    private long doubled;
    private long reordered;
    private long malformed;
    private String firstMalformed;
    private int cutOff;
    private int writtenOff;

    /** Open loop: how many messages were sent, all told, and when the first was due. */
    private long scheduled;
    private long scheduleStart;

    private long lastDeliveryAt;
    private long deliveredBefore;
    private long lastWriteOffAt;
    private long longestPause;

    public Generator(Plan plan) throws IOException {
        this.plan = plan;
        demandFileDescriptors(plan.clients() + 100L);
    }

    /** Joins, warms up, measures, and waits for what is still in the air. */
    public Report run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        joinAll();
        double joinSeconds = (System.nanoTime() - start) / 1e9;
        return plan.idle() ? lookAtMemory(joinSeconds) : load(joinSeconds);
    }

    // ---- joining

    private void joinAll() throws IOException {
        long deadline = System.nanoTime() + plan.joinTimeout().toNanos();
        connect(1);
        passUntil(() -> members.getFirst().isGreeted(), deadline);
        connect(2);
        passUntil(() -> members.get(1).isGreeted(), deadline);
        // The first member tells how fast the room takes newcomers in, if this server announces them at all.
        boolean announces = tryUntil(() -> arrivalsSeen > 0, Duration.ofMillis(300));
        while (members.size() < plan.clients()) {
            connect(Math.min(plan.clients(), members.size() + JOINING_AT_ONCE / 2));
            passUntil(() -> members.getLast().isGreeted(), deadline);
            if (announces) { // a server that loses announcements is not waited for
                tryUntil(() -> members.size() - arrivalsSeen <= JOINING_AT_ONCE / 2, LONGEST_ANNOUNCING);
            }
        }
        passUntil(() -> members.stream().allMatch(Member::isGreeted), deadline);
        for (int greeting = 1; !greetedByTheFirst(greeting); greeting++) {
            if (System.nanoTime() > deadline) {
                throw notIn(greeting);
            }
        }
    }

    /**
     * Whether everyone hears what the first member says, and so is in the room, with nothing older on its way any more.
     */
    private boolean greetedByTheFirst(int greeting) throws IOException {
        Member first = members.getFirst();
        first.say(greetingStart + greeting + "\n");
        first.heard = greeting;
        return tryUntil(() -> members.stream().allMatch(member -> member.heard == greeting),
                Duration.ofMillis(500 + plan.clients()));
    }

    private IOException notIn(int greeting) {
        long heard = members.stream().filter(member -> member.heard == greeting).count();
        return new IOException("only %d of %d clients hear what the first one says, after %s; the last notice was: %s"
                .formatted(heard, plan.clients(), plan.joinTimeout(), lastNotice));
    }

    private void connect(int upTo) throws IOException {
        for (int number = members.size(); number < upTo; number++) {
            var channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (number >= plan.firstStopped()) {
                // has to be before it connects
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_RECEIVE_BUFFER);
            }
            var server = new InetSocketAddress(plan.host(), plan.port());
            if (number >= CLIENTS_FROM_ONE_ADDRESS && server.getAddress().isLoopbackAddress()) {
                byte[] another = {127, 0, 0, (byte) (1 + number / CLIENTS_FROM_ONE_ADDRESS)};
                channel.bind(new InetSocketAddress(InetAddress.getByAddress(another), 0));
            }
            channel.socket().connect(server, 10_000);
            channel.configureBlocking(false);
            var member = new Member(number, "r" + number, channel);
            member.key = channel.register(selector, SelectionKey.OP_READ, member);
            members.add(member);
        }
    }

    private void passUntil(BooleanSupplier done, long deadline) throws IOException {
        if (!tryUntil(done, Duration.ofNanos(deadline - System.nanoTime()))) {
            throw new IOException("only %d of %d clients are in, after %s; the last notice was: %s".formatted(
                    members.stream().filter(Member::isGreeted).count(), plan.clients(), plan.joinTimeout(),
                    lastNotice));
        }
    }

    private boolean tryUntil(BooleanSupplier done, Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            selector.select(this::ready, 10);
            if (senders == null && cutOff > 0) {
                throw new IOException(
                        "a client was cut off while the others were still joining; the last notice was: " + lastNotice);
            }
        }
        return true;
    }

    // ---- the load

    private Report load(double joinSeconds) throws IOException, InterruptedException {
        prepare();
        long start = System.nanoTime();
        long measureAt = start + plan.warmup().toNanos();
        long endAt = measureAt + plan.measure().toNanos();
        scheduleStart = lastDeliveryAt = lastWriteOffAt = start;

        sendUntil(measureAt);
        var before = Snapshot.of(this);
        longestPause = 0;
        for (Sender sender : senders) {
            sender.measureFromHere();
        }
        sendUntil(endAt);
        var after = Snapshot.of(this);
        long pause = Math.max(longestPause, after.at - lastDeliveryAt);
        long unsent = plan.isOpenLoop() ? countUnsent(endAt) : 0;

        land();
        int stoppedCutOff = lookAgain();
        var memory = plan.pid() == 0 ? null : new ServerProcess(plan.pid()).memory(plan.idle());

        long deliveries = after.delivered - before.delivered;
        double nanos = after.at - before.at;
        double each = deliveries == 0 ? Double.POSITIVE_INFINITY : deliveries; // no deliveries, no cost of one
        return new Report(plan, joinSeconds,
                nanos / 1e9, after.sent - before.sent, deliveries, deliveries / nanos * 1e9,
                sent(), delivered, lost(), doubled, reordered, malformed, firstMalformed,
                cutOff, stoppedCutOff, writtenOff, unsent,
                pause / 1e6, toEach.result(), toLast.result(), sendingLag.result(),
                (after.threadCpu - before.threadCpu) / nanos, (after.processCpu - before.processCpu) / each,
                (after.serverCpu - before.serverCpu) / nanos, (after.serverCpu - before.serverCpu) / each, memory);
    }

    private void prepare() throws IOException {
        readers = plan.firstStopped();
        int window = plan.isOpenLoop() ? Math.max(64, Plan.MOST_IN_THE_AIR / plan.senders()) : plan.window();
        senders = new Sender[plan.senders()];
        for (int i = 0; i < senders.length; i++) {
            Member member = members.get(i);
            String prefix = plan.protocol().prefix(member.greeting, member.name);
            var text = new Text(prefix, plan.protocol().stampBytes, plan.bytes(), tag, i);
            senders[i] = new Sender(member, text, window, toEach, toLast);
        }
        for (Member member : members) {
            member.expect(senders.length);
            if (member.number >= plan.firstStopped()) {
                member.key.interestOps(0);
            }
        }
    }

    private void sendUntil(long deadline) throws IOException {
        for (long now; (now = System.nanoTime()) < deadline && readers > 0; ) {
            if (plan.isOpenLoop()) {
                sendWhatIsDue(now);
            } else {
                sendWhatTheWindowAllows(now);
            }
            for (Sender sender : senders) {
                flush(sender);
            }
            pass(plan.isOpenLoop() ? Math.min(deadline, due(scheduled)) : deadline);
        }
        if (plan.isOpenLoop()) {
            sendWhatIsDue(deadline);
        }
    }

    private void sendWhatTheWindowAllows(long now) {
        for (Sender sender : senders) {
            while (sender.maySend()) {
                sender.send(now, receivers(sender));
            }
        }
    }

    /**
     * A message counts from when it is due, so that a server that holds up the sender
     * is not spared what it has held up.
     */
    private void sendWhatIsDue(long now) {
        for (long due; (due = due(scheduled)) <= now; scheduled++) {
            Sender sender = senders[(int) (scheduled % senders.length)];
            if (!sender.maySend()) {
                return;
            }
            sender.send(due, receivers(sender));
            sendingLag.record(now - due);
        }
    }

    private long due(long message) {
        return scheduleStart + (long) (message * 1e9 / plan.rate());
    }

    /** What was due and could not be sent is late by at least what it is late by now. */
    private long countUnsent(long now) {
        long unsent = 0;
        for (long due; (due = due(scheduled + unsent)) <= now; unsent++) {
            toEach.record(now - due, Math.max(1, readers - 1));
            toLast.record(now - due);
        }
        return unsent;
    }

    /** Those who are to get what this sender sends. */
    private int receivers(Sender sender) {
        return plan.protocol().echoes || !sender.member.open ? readers : readers - 1;
    }

    private void flush(Sender sender) {
        try {
            sender.flush();
        } catch (IOException e) {
            lose(sender.member);
        }
    }

    /** One look at all sockets, with a wait for the first that is ready, until then at most. */
    private void pass(long until) throws IOException {
        long wait = until - System.nanoTime();
        long millis = Math.min(wait / 1_000_000, 100);
        if (millis > 0) {
            selector.select(this::ready, millis);
        } else if (selector.selectNow(this::ready) == 0 && wait > 0) {
            LockSupport.parkNanos(Math.min(wait, 50_000)); // a selector waits for whole milliseconds only
        }
        long now = System.nanoTime();
        if (delivered > deliveredBefore) {
            longestPause = Math.max(longestPause, now - lastDeliveryAt);
            lastDeliveryAt = now;
            deliveredBefore = delivered;
        } else if (now - Math.max(lastDeliveryAt, lastWriteOffAt) > SILENCE.toNanos() && inTheAir() > 0) {
            lastWriteOffAt = now;
            writtenOff++;
            for (Sender sender : senders) {
                sender.writeOff(now);
            }
        }
    }

    /** Waits for what is in the air, as long as it keeps coming, and then for what should not come. */
    private void land() throws IOException {
        long deadline = System.nanoTime() + LANDING.toNanos();
        for (long now; inTheAir() > 0 && (now = System.nanoTime()) < deadline; ) {
            for (Sender sender : senders) {
                flush(sender);
            }
            pass(Math.min(deadline, now + 10_000_000));
        }
        boolean more;
        do { // doubled lines, and those that come back to their senders, may be last
            more = selector.select(this::ready, QUIET.toMillis()) > 0;
        } while (more && System.nanoTime() < deadline);
    }

    /** The stopped clients read again, for a moment, to see whether the server has let them go. */
    private int lookAgain() throws IOException {
        List<Member> stopped = members.subList(plan.firstStopped(), members.size());
        for (Member member : stopped) {
            member.key.interestOps(SelectionKey.OP_READ);
        }
        tryUntil(() -> stopped.stream().noneMatch(member -> member.open),
                Duration.ofSeconds(stopped.isEmpty() ? 0 : 1));
        return (int) stopped.stream().filter(member -> !member.open).count();
    }

    private int inTheAir() {
        int sum = 0;
        for (Sender sender : senders) {
            sum += sender.inTheAir();
        }
        return sum;
    }

    private long sent() {
        long sum = 0;
        for (Sender sender : senders) {
            sum += sender.sent();
        }
        return sum;
    }

    private long lost() {
        long sum = 0;
        for (Member member : members.subList(0, plan.firstStopped())) {
            for (int i = 0; i < senders.length; i++) {
                if (hears(member, i)) {
                    sum += member.arrivals[i].lost(senders[i].sent());
                }
            }
        }
        return sum;
    }

    private boolean hears(Member member, int sender) {
        return plan.protocol().echoes || member.number != sender;
    }

    // ---- reading

    private void ready(SelectionKey key) {
        var member = (Member) key.attachment();
        try {
            if (key.isWritable()) {
                senders[member.number].flush();
            }
            if (key.isReadable()) {
                read(member);
            }
        } catch (IOException e) {
            lose(member);
        }
    }

    private void read(Member member) throws IOException {
        int from = member.takeUnfinished(input);
        inputBuffer.limit(from + READ_AT_ONCE).position(from);
        int read = member.channel.read(inputBuffer);
        if (read < 0) {
            throw new IOException("closed by the server");
        }
        int to = from + read;
        int start = member.isGreeted() ? 0 : greeting(member, to);
        start = lines(member, start, to, System.nanoTime());
        if (to - start >= LONGEST_LINE) {
            throw new IOException("a line without an end");
        }
        member.keepUnfinished(input, start, to);
    }

    /** Answers the greeting, if it is all here, and tells where it ends. */
    private int greeting(Member member, int to) throws IOException {
        String received = new String(input, 0, to, StandardCharsets.ISO_8859_1);
        int end = plan.protocol().endOfGreeting(received);
        if (end > 0) {
            member.greeting = received.substring(0, end);
            member.say(plan.protocol().answer(member.name));
        }
        return end;
    }

    /** Takes every whole line between {@code start} and {@code to}, and tells where the unfinished one begins. */
    private int lines(Member member, int start, int to, long now) {
        if (!member.isGreeted()) {
            return start;
        }
        while (start < to) {
            int end = start + plan.bytes();
            if (senders != null && end <= to && message(member, start, end, now)) {
                start = end;
                continue;
            }
            int newline = start;
            while (newline < to && input[newline] != '\n') {
                newline++;
            }
            if (newline == to) {
                break;
            }
            otherLine(member, new String(input, start, newline - start, StandardCharsets.ISO_8859_1));
            start = newline + 1;
        }
        return start;
    }

    /** Whether one of our messages stands here, which is then taken. */
    private boolean message(Member member, int start, int end, long now) {
        // Nearly always it is the very line that is due from the one who spoke last, and one comparison tells.
        int lastHeard = member.lastHeard;
        int due = member.arrivals[lastHeard].due();
        if (senders[lastHeard].isThis(due, input, start) && hears(member, lastHeard)) {
            arrived(member, lastHeard, due, now);
            return true;
        }
        int sender = Text.sender(input, end);
        int sequence = Text.sequence(input, end);
        if (sender < 0 || sender >= senders.length || sequence < 0 || sequence >= senders[sender].sent()
                || !senders[sender].text.matches(input, start) || !hears(member, sender)) {
            return false;
        }
        member.lastHeard = sender;
        arrived(member, sender, sequence, now);
        return true;
    }

    private void arrived(Member member, int sender, int sequence, long now) {
        if (member.number >= plan.firstStopped()) {
            return; // it only looks whether it was cut off
        }
        Arrivals arrivals = member.arrivals[sender];
        int due = arrivals.due();
        switch (arrivals.arrived(sequence)) {
            case IN_ORDER -> {
                delivered++;
                senders[sender].delivered(sequence, now);
            }
            case AFTER_GAP -> {
                delivered++;
                senders[sender].delivered(sequence, now);
                giveUp(sender, due, sequence);
            }
            case REORDERED -> {
                delivered++;
                reordered++;
            }
            case DOUBLED -> doubled++;
        }
    }

    private void giveUp(int sender, int from, int to) {
        for (int sequence = from; sequence < to; sequence++) {
            senders[sender].givenUp(sequence);
        }
    }

    private void otherLine(Member member, String line) {
        int greeting = line.indexOf(greetingStart);
        if (greeting >= 0) {
            member.heard = Integer.parseInt(line.substring(greeting + greetingStart.length()).strip());
        } else if (plan.protocol().isNotice(line)) {
            if (member.number == 0 && plan.protocol().isArrival(line)) {
                arrivalsSeen++;
            } else if (senders == null && !plan.protocol().isArrival(line)) {
                lastNotice = line.substring(0, Math.min(line.length(), SHOWN_OF_A_NOTICE));
            }
        } else if (senders != null && member.number < plan.firstStopped()) { // before the load, it is history
            malformed++;
            firstMalformed = firstMalformed == null ? line : firstMalformed;
        }
    }

    /** The server has cut this client off; nobody waits for what it lacks. */
    private void lose(Member member) {
        if (!member.open) {
            return;
        }
        member.open = false;
        try {
            member.channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
        if (senders == null) {
            cutOff++;
            return;
        }
        if (member.number >= plan.firstStopped()) {
            return;
        }
        cutOff++;
        readers--;
        for (int i = 0; i < senders.length; i++) {
            if (hears(member, i)) {
                giveUp(i, member.arrivals[i].due(), senders[i].sent());
            }
        }
    }

    // ---- the rest

    private Report lookAtMemory(double joinSeconds) throws IOException, InterruptedException {
        var none = toEach.result();
        var memory = plan.pid() == 0 ? null : new ServerProcess(plan.pid()).memory(plan.idle());
        int gone = (int) members.stream().filter(member -> !member.open).count();
        return new Report(plan, joinSeconds, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, gone, 0, 0, 0, 0,
                none, none, none, 0, 0, 0, 0, memory);
    }

    /** Both ends of the measuring interval, in nanoseconds. */
    private record Snapshot(long at, long sent, long delivered, long threadCpu, long processCpu, long serverCpu) {
        static Snapshot of(Generator generator) {
            var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long pid = generator.plan.pid();
            return new Snapshot(System.nanoTime(), generator.sent(), generator.delivered,
                    ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(), system.getProcessCpuTime(),
                    pid == 0 ? 0 : new ServerProcess(pid).cpu().toNanos());
        }
    }

    private static void demandFileDescriptors(long needed) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                && unix.getMaxFileDescriptorCount() < needed) {
            throw new IllegalArgumentException(
                    "this many clients need %d file descriptors, here and in the server, but only %d are allowed: "
                            .formatted(needed, unix.getMaxFileDescriptorCount())
                            + "raise the limit with ulimit -n in the shell that starts both");
        }
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.channel.close();
        }
        selector.close();
    }
}
