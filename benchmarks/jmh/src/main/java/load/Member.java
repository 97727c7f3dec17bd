package load;

import module java.base;

/** One client of the server under load, and what it has heard. The generator's thread alone touches it. */
final class Member {
    private static final Pattern MISSED = Pattern.compile("\\* You missed (\\d+) lines?\\.");

    final int number;
    final String name;
    final boolean isSlow;
    final SocketChannel channel;
    SelectionKey key;

    /** What it was greeted with; empty until that is complete and answered. */
    String greeting = "";
    /** The last of the generator's hellos that it has heard. */
    int heard;

    /** One for each sender; null as long as the members are joining. */
    private Arrivals[] arrivals;
    long bytes;
    private long lines;
    private long doubled;
    private long reordered;
    private long malformed;
    private String firstMalformed;
    private long missed;

    /** A slow reader's: when it reads next, and by how much it was later than it should be at the most. */
    long readsAt;
    long late;
    /** When the connection ended, in nanoseconds; 0 if it didn't. */
    long endedAt;

    /** The beginning of a line, whose end hasn't come. */
    byte[] unfinished = {};

    Member(int number, boolean isSlow, SocketChannel channel) {
        this.number = number;
        this.isSlow = isSlow;
        this.channel = channel;
        name = "r" + number;
    }

    boolean isGreeted() {
        return !greeting.isEmpty();
    }

    boolean isOpen() {
        return endedAt == 0;
    }

    /** For the few bytes of a name or a hello, which a socket takes at once. */
    void say(String text) throws IOException {
        var encoded = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        channel.write(encoded);
        if (encoded.hasRemaining()) {
            throw new IOException("the server does not read what " + name + " says");
        }
    }

    void expect(int senders) {
        arrivals = new Arrivals[senders];
        for (int i = 0; i < senders; i++) {
            arrivals[i] = new Arrivals();
        }
        bytes = 0; // what came before was no message
    }

    /** The number of the message that is due from this sender. */
    int due(int sender) {
        return arrivals[sender].due();
    }

    /** Whether this message came for the first time. */
    boolean arrived(int sender, int sequence) {
        var verdict = arrivals[sender].arrived(sequence);
        switch (verdict) {
            case NEW -> lines++;
            case REORDERED -> {
                lines++;
                reordered++;
            }
            case DOUBLED -> doubled++;
        }
        return verdict != Arrivals.Verdict.DOUBLED;
    }

    /** Takes a line that is none of the messages; {@code isNotice} if the server says such things by itself. */
    void other(String line, boolean isNotice) {
        if (!isNotice) {
            malformed++;
            firstMalformed = firstMalformed == null ? line : firstMalformed;
        } else if (isSlow && line.startsWith("* You missed")) {
            var lost = MISSED.matcher(line);
            missed += lost.matches() ? Long.parseLong(lost.group(1)) : 0;
        }
    }

    void end() {
        endedAt = System.nanoTime();
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }

    /** @param sent how many messages each sender has sent; -1 for one that this member doesn't hear */
    Report.Heard result(int[] sent) {
        long lost = 0;
        for (int i = 0; i < sent.length; i++) {
            // A slow one that was cut off is owed nothing after that.
            int owed = isSlow && !isOpen() ? due(i) : sent[i];
            lost += sent[i] < 0 ? 0 : arrivals[i].lost(owed);
        }
        return new Report.Heard(lines, lost, missed, doubled, reordered, malformed, firstMalformed);
    }
}
