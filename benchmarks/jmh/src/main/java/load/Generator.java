package load;

import module java.base;

import java.lang.management.ManagementFactory;

/**
 * All the clients of one run, on one thread: it joins them to the room, lets some of them talk, and checks what
 * every one of them hears, byte by byte, in the buffer that it was read into. The thread that calls
 * {@link #run()} owns everything here.
 */
final class Generator implements AutoCloseable {
    /** Few, since every one that comes in is announced to all. */
    private static final int JOINING_AT_ONCE = 32;
    private static final Duration FIRST_WAIT = Duration.ofMillis(5);
    private static final int SMALL_RECEIVE_BUFFER = 4096;
    private static final int READ_AT_ONCE = 256 * 1024;
    /** The most bytes that a slow reader takes at once. */
    static final int SLOW_READ = 4096;
    /** A list of 20,000 names fits in. */
    private static final int LONGEST_LINE = 1024 * 1024;
    /** After so long without a delivery, what is in the air is not waited for any more. */
    private static final Duration SILENCE = Duration.ofSeconds(2);
    /** At the end, what was sent has this long to come, if it keeps coming. */
    private static final Duration LANDING = Duration.ofSeconds(20);
    /** When all is here, nothing comes any more if nothing came for so long. */
    private static final Duration QUIET = Duration.ofMillis(100);
    /** A slow reader that is late makes up for no more than this, since it is to be steady. */
    private static final long MOST_BEHIND = Duration.ofMillis(50).toNanos();
    private static final Pattern LEFT = Pattern.compile("\\* (?<who>\\S+) has left\\b[^(]*(\\((?<why>.*)\\))?.*");

    /** Somebody has left: when this was heard, and the reason that the server gave, or null. */
    private record Departure(long at, String why) {}

    private final Plan plan;
    private final Protocol protocol;
    private final InetSocketAddress address;
    private final ProcessHandle server;
    private final Selector selector = Selector.open();
    private final List<Member> members = new ArrayList<>();
    private final byte[] input = new byte[LONGEST_LINE + READ_AT_ONCE];
    private final ByteBuffer inputBuffer = ByteBuffer.wrap(input);
    /** In every text, so that what an earlier run left in the server's history is not taken for ours. */
    private final String tag = Integer.toHexString(0x1000 + ThreadLocalRandom.current().nextInt(0xF000));
    private final String hello = "hello " + tag + " ";

    /** Null as long as the members are joining. */
    private Sender[] senders;
    private String lastNotice = "";
    private final Map<String, Departure> departures = new HashMap<>();
    /** Members that read all they can and are still connected. */
    private int readers;

    private long delivered;
    private int cutOff;
    private int writtenOff;
    private long lastDeliveryAt;
    private long deliveredBefore;
    private long lastWriteOffAt;
    private long longestPause;

    /** Against a server on this port of the loopback address. */
    Generator(Plan plan, Protocol protocol, int port, ProcessHandle server) throws IOException {
        this.plan = plan;
        this.protocol = protocol;
        this.server = server;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Joins, warms up, measures, and waits for what is still in the air. */
    Report run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        joinAll();
        double joinSeconds = (System.nanoTime() - start) / 1e9;
        readers = plan.firstSlow();
        if (plan.idle) {
            return new Report(joinSeconds, 0, 0, 0, 0, Report.Heard.NOTHING, 0, 0, 0, 0, Memory.of(server), List.of());
        }
        prepare();
        long talkAt = lastDeliveryAt = lastWriteOffAt = System.nanoTime();
        long measureAt = talkAt + plan.warmup.toNanos();
        sendUntil(measureAt);
        var before = Snapshot.of(this);
        sendUntil(measureAt + plan.measure.toNanos());
        var after = Snapshot.of(this);
        double nanos = after.at - before.at;
        double pauseMillis = Math.max(longestPause, after.at - lastDeliveryAt) / 1e6;
        var slowBytes = members.stream().mapToLong(member -> member.bytes).toArray();

        land();
        return new Report(joinSeconds, nanos / 1e9, after.delivered - before.delivered, pauseMillis,
                Stream.of(senders).mapToLong(Sender::sent).sum(), heardByReaders(), cutOff, writtenOff,
                (after.threadCpu - before.threadCpu) / nanos, (after.serverCpu - before.serverCpu) / nanos, null,
                slowOnes().stream().map(member -> slowReader(member, slowBytes, talkAt, after.at)).toList());
    }

    // ---- joining

    /** In small groups; each is in when all of it hear what the first member says. */
    private void joinAll() throws IOException {
        long deadline = System.nanoTime() + plan.joinTimeout.toNanos();
        int hellos = 0;
        while (members.size() < plan.clients) {
            int before = members.size();
            connect(before == 0 ? 1 : Math.min(plan.clients, before + JOINING_AT_ONCE));
            List<Member> group = members.subList(before, members.size());
            Member first = members.getFirst();
            if (!tryUntil(() -> group.stream().allMatch(Member::isGreeted), deadline - System.nanoTime())) {
                throw notIn();
            }
            int hello = hellos + 1;
            long wait = FIRST_WAIT.toNanos();
            do { // it may come too early for some of them
                if (System.nanoTime() > deadline) {
                    throw notIn();
                }
                first.say(this.hello + ++hellos + "\n");
                first.heard = hellos;
                wait *= 2;
            } while (!tryUntil(() -> group.stream().allMatch(member -> member.heard >= hello), wait));
        }
    }

    private IOException notIn() {
        return new IOException(
                "%d of %d clients are in after %s, %d of them hear what the first one says; the last notice was: %s"
                        .formatted(members.stream().filter(Member::isGreeted).count(), plan.clients, plan.joinTimeout,
                                members.stream().filter(member -> member.heard > 0).count(), lastNotice));
    }

    private void connect(int upTo) throws IOException {
        for (int number = members.size(); number < upTo; number++) {
            var channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean isSlow = number >= plan.firstSlow();
            if (isSlow && plan.slowRate == 0) { // has to be before it connects
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_RECEIVE_BUFFER);
            }
            channel.socket().connect(address, 10_000);
            channel.configureBlocking(false);
            var member = new Member(number, isSlow, channel);
            member.key = channel.register(selector, SelectionKey.OP_READ, member);
            members.add(member);
        }
    }

    private boolean tryUntil(BooleanSupplier done, long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            selector.select(this::ready, 10);
            if (cutOff > 0) {
                throw new IOException(
                        "a client was cut off while the others were still joining; the last notice was: " + lastNotice);
            }
        }
        return true;
    }

    // ---- the load

    private void prepare() {
        senders = new Sender[plan.senders];
        for (int i = 0; i < senders.length; i++) {
            Member member = members.get(i);
            String prefix = protocol.prefix(member.greeting, member.name);
            senders[i] = new Sender(
                    member, new Text(prefix, protocol.stampBytes(), plan.bytes, tag, i), plan.window);
        }
        members.forEach(member -> member.expect(senders.length));
        for (Member member : slowOnes()) {
            member.key.interestOps(0);
            member.readsAt = System.nanoTime();
        }
    }

    private List<Member> slowOnes() {
        return members.subList(plan.firstSlow(), members.size());
    }

    private void sendUntil(long deadline) throws IOException {
        int share = plan.messages / senders.length;
        boolean isOver = false;
        while (System.nanoTime() < deadline && readers > 0 && !isOver) {
            isOver = true;
            for (Sender sender : senders) {
                while (sender.maySend() && sender.sent() < share) {
                    sender.send(protocol.echoes() ? readers : readers - 1);
                }
                isOver &= sender.sent() == share && sender.inTheAir() == 0;
            }
            pass(deadline);
        }
    }

    /** Writes what is to be sent, and looks at all sockets, with a wait for the first, until then at most. */
    private void pass(long until) throws IOException {
        for (Sender sender : senders) {
            flush(sender);
        }
        long next = Math.min(until, plan.slowRate > 0 ? readSlowly() : Long.MAX_VALUE);
        selector.select(this::ready, Math.clamp((next - System.nanoTime()) / 1_000_000, 1, 100));
        long now = System.nanoTime();
        if (delivered > deliveredBefore) {
            longestPause = Math.max(longestPause, now - lastDeliveryAt);
            lastDeliveryAt = now;
            deliveredBefore = delivered;
        } else if (now - Math.max(lastDeliveryAt, lastWriteOffAt) > SILENCE.toNanos()
                && Stream.of(senders).anyMatch(sender -> sender.inTheAir() > 0)) {
            lastWriteOffAt = now;
            writtenOff++;
            for (Sender sender : senders) {
                sender.writeOff();
            }
        }
    }

    private void flush(Sender sender) {
        try {
            if (sender.member.isOpen()) {
                sender.flush();
            }
        } catch (IOException e) {
            lose(sender.member);
        }
    }

    /** Lets every slow reader read that is due, and tells when the next one is. */
    private long readSlowly() {
        long next = Long.MAX_VALUE;
        for (Member member : slowOnes()) {
            long now = System.nanoTime();
            while (member.isOpen() && member.readsAt <= now) {
                member.late = Math.max(member.late, now - member.readsAt);
                int read = read(member, SLOW_READ);
                member.readsAt = read == 0 // what hasn't come is looked for again
                        ? now + 1_000_000
                        : Math.max(member.readsAt + read * 1_000_000_000L / (plan.slowRate * 1024L), now - MOST_BEHIND);
            }
            next = member.isOpen() ? Math.min(next, member.readsAt) : next;
        }
        return next;
    }

    /** Waits for all that was sent, as long as it keeps coming. Slow clients read on now: that frees what they held. */
    private void land() throws IOException {
        slowOnes().stream().filter(Member::isOpen).forEach(member -> member.key.interestOps(SelectionKey.OP_READ));
        long now = System.nanoTime();
        long deadline = now + LANDING.toNanos();
        long lastAt = now;
        // Doubled lines, and those that come back to their senders, may be last.
        while (now < deadline && now - lastAt < (isAllHere() ? QUIET : SILENCE).toNanos()) {
            for (Sender sender : senders) {
                flush(sender);
            }
            int ready = selector.select(this::ready, 10);
            now = System.nanoTime();
            lastAt = ready > 0 ? now : lastAt;
        }
    }

    /** Whether every client has heard the last message of each sender. */
    private boolean isAllHere() {
        return members.stream().filter(Member::isOpen).allMatch(member -> IntStream.range(0, senders.length)
                .allMatch(i -> !hears(member, i) || member.due(i) == senders[i].sent()));
    }

    // ---- reading

    private void ready(SelectionKey key) {
        var member = (Member) key.attachment();
        if (key.isWritable()) {
            flush(senders[member.number]);
        }
        if (key.isValid() && key.isReadable()) {
            read(member, READ_AT_ONCE);
        }
    }

    /** Reads what is there, and tells how much it was; a client whose connection has ended is lost. */
    private int read(Member member, int atMost) {
        try {
            int from = member.unfinished.length;
            System.arraycopy(member.unfinished, 0, input, 0, from);
            inputBuffer.limit(from + atMost).position(from);
            int read = member.channel.read(inputBuffer);
            if (read < 0) {
                throw new IOException("closed by the server");
            }
            member.bytes += read;
            int to = from + read;
            int start = member.isGreeted() ? 0 : greeting(member, to);
            start = lines(member, start, to);
            if (to - start >= LONGEST_LINE) {
                throw new IOException("a line without an end");
            }
            member.unfinished = Arrays.copyOfRange(input, start, to);
            return read;
        } catch (IOException e) {
            lose(member);
            return -1;
        }
    }

    /** Answers the greeting, if it is all here, and tells where it ends. */
    private int greeting(Member member, int to) throws IOException {
        String received = new String(input, 0, to, StandardCharsets.ISO_8859_1);
        int end = protocol.endOfGreeting(received);
        if (end > 0) {
            member.greeting = received.substring(0, end);
            member.say(protocol.answer(member.name));
        }
        return end;
    }

    /** Takes every whole line between {@code start} and {@code to}, and tells where the unfinished one begins. */
    private int lines(Member member, int start, int to) {
        while (member.isGreeted() && start < to) {
            int end = start + plan.bytes;
            if (senders != null && end <= to && message(member, start, end)) {
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
    private boolean message(Member member, int start, int end) {
        int sender = Text.sender(input, end);
        int sequence = Text.sequence(input, end);
        if (sender < 0 || sender >= senders.length || sequence < 0 || sequence >= senders[sender].sent()
                || !senders[sender].text.matches(input, start) || !hears(member, sender)) {
            return false;
        }
        int due = member.due(sender);
        if (member.arrived(sender, sequence) && !member.isSlow) {
            delivered++;
            senders[sender].settle(due, member.due(sender)); // none, if others have overtaken it: it was settled then
        }
        return true;
    }

    private boolean hears(Member member, int sender) {
        return protocol.echoes() || member.number != sender;
    }

    private void otherLine(Member member, String line) {
        int at = line.indexOf(hello);
        boolean isNotice = protocol.isNotice(line);
        if (at >= 0) {
            member.heard = Integer.parseInt(line.substring(at + hello.length()).strip());
        } else if (senders != null) {
            member.other(line, isNotice);
            var left = LEFT.matcher(line);
            if (isNotice && !member.isSlow && left.matches()) {
                departures.putIfAbsent(left.group("who"), new Departure(System.nanoTime(), left.group("why")));
            }
        } else if (isNotice) { // before the load, what is no notice is history
            lastNotice = line;
        }
    }

    /** The server has cut this client off; nobody waits for what it lacks. */
    private void lose(Member member) {
        member.end();
        if (member.isSlow && senders != null) {
            return;
        }
        cutOff++;
        readers--;
        for (int i = 0; senders != null && i < senders.length; i++) {
            if (hears(member, i)) {
                senders[i].settle(member.due(i), senders[i].sent());
            }
        }
    }

    // ---- what was found

    private Report.Heard heard(Member member) {
        return member.result(IntStream.range(0, senders.length)
                .map(i -> hears(member, i) ? senders[i].sent() : -1).toArray());
    }

    private Report.Heard heardByReaders() {
        return members.subList(0, plan.firstSlow()).stream().map(this::heard)
                .reduce(Report.Heard.NOTHING, Report.Heard::and);
    }

    private Report.SlowReader slowReader(Member member, long[] bytes, long talkAt, long end) {
        var departure = departures.get(member.name);
        // The room is told at once; a slow reader sees it when it has read what was on its way.
        long at = departure != null ? departure.at : member.endedAt;
        double seconds = (Math.min(member.isOpen() ? end : member.endedAt, end) - talkAt) / 1e9;
        return new Report.SlowReader(member.name, bytes[member.number] / seconds, heard(member), member.late / 1e6,
                at == 0 ? Double.NaN : (at - talkAt) / 1e9, departure == null ? null : departure.why);
    }

    /** One end of the measuring interval, in nanoseconds. */
    private record Snapshot(long at, long delivered, long threadCpu, long serverCpu) {
        static Snapshot of(Generator generator) {
            return new Snapshot(System.nanoTime(), generator.delivered,
                    ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(),
                    generator.server.info().totalCpuDuration().orElse(Duration.ZERO).toNanos());
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
