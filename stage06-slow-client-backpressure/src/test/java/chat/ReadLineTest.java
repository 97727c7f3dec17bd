package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadLineTest {

    private static Client client(InputStream in, int maxLine) {
        return new Client(in, OutputStream.nullOutputStream(), new Outbox(Limits.DEFAULT, Limits.PATIENCE), maxLine,
                milliseconds -> { });
    }

    private static long soon(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /** All lines; one that is too long as "!". */
    private static List<String> lines(InputStream in, int maxLine) throws Exception {
        var client = client(in, maxLine);
        var lines = new ArrayList<String>();
        for (String line = client.readLine(soon(TestClient.patience())); line != null;
                line = client.readLine(soon(TestClient.patience()))) {
            lines.add(line == Client.TOO_LONG ? "!" : line);
        }
        return lines;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void linesEndInLfOrCrLfAndTheLastOneNeedsNeither() throws Exception {
        assertThat(lines(bytes("a\nb\r\n\n\r\nc"), 10)).containsExactly("a", "b", "", "", "c");
        assertThat(lines(bytes("a\n"), 10)).containsExactly("a");
        assertThat(lines(bytes(""), 10)).isEmpty();
    }

    @Test
    void whatIsTooLongIsToldOnceAndSkipped() throws Exception {
        for (int length : new int[] {11, 12, 41, 42, 43, 100, 1000, 100_000}) {
            assertThat(lines(bytes("a\n" + "x".repeat(length) + "\nb\n" + "y".repeat(length)), 10))
                    .as("a line of " + length).containsExactly("a", "!", "b", "!");
        }
        assertThat(lines(bytes("x".repeat(10) + "\r\n" + "😀".repeat(10) + "\r\n" + "😀".repeat(11) + "\n"), 10))
                .containsExactly("x".repeat(10), "😀".repeat(10), "!");
    }

    /** What the thread takes while it reads: whatever is kept of the line, or of what comes after it, would be in there. */
    @Test
    void aLineThatDoesNotEndTakesNoMemory() throws Exception {
        var endless = new InputStream() {
            private long left = 100_000_000;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                int count = (int) Math.min(left, length);
                Arrays.fill(buffer, from, from + count, (byte) 'x');
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        var client = client(endless, 1000);
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertThat(client.readLine(soon(TestClient.patience()))).isSameAs(Client.TOO_LONG);
        assertThat(client.readLine(soon(TestClient.patience()))).as("after it").isNull();
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).as("bytes for a line of 100 MB")
                .isLessThan(10_000_000);
    }

    @Test
    void howTheBytesArriveMakesNoDifference() throws Exception {
        var random = new Random(42);
        for (int round = 0; round < 200; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append("xé漢😀".codePoints().mapToObj(Character::toString).toList()
                                .get(random.nextInt(4))
                                .repeat(random.nextInt(60)))
                        .append(random.nextBoolean() ? "\n" : "\r\n");
            }
            var inDrops = new InputStream() {
                private final InputStream all = bytes(text.toString());

                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read(byte[] buffer, int from, int length) throws java.io.IOException {
                    return all.read(buffer, from, 1 + random.nextInt(length));
                }
            };
            assertThat(lines(inDrops, 50)).as("of " + text).isEqualTo(text.toString().lines()
                    .map(line -> line.codePointCount(0, line.length()) > 50 ? "!" : line).toList());
        }
    }

    @Test
    void bytesThatAreNoUtf8AreShownAsSuch() throws Exception {
        assertThat(lines(new ByteArrayInputStream(new byte[] {'a', (byte) 0xff, 'b', '\n'}), 10))
                .containsExactly("a\ufffdb");
    }

    @Test
    void theTimeIsForTheWholeLine() {
        var drip = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                buffer[from] = 'x';
                return 1;
            }
        };
        assertThatThrownBy(() -> client(drip, 100_000_000).readLine(soon(Duration.ofMillis(50))))
                .isInstanceOf(SocketTimeoutException.class);
    }

    /** Has all the lines that anyone may ask for, and notes how many bytes it was asked for at once. */
    private static final class Flood extends InputStream {
        private int most;

        @Override
        public int read() {
            throw new AssertionError("one byte at a time");
        }

        @Override
        public int read(byte[] buffer, int from, int count) {
            most = Math.max(most, count);
            for (int i = 0; i < count; i++) {
                buffer[from + i] = (byte) (i % 10 == 9 ? '\n' : 'x');
            }
            return count;
        }
    }

    @Test
    void whatIsReadAtOnceIsBounded() throws Exception {
        var flood = new Flood();
        var client = client(flood, 1000);
        for (int i = 0; i < 100_000; i++) {
            client.readLine(soon(TestClient.patience()));
        }
        assertThat(flood.most).as("one read brings many lines").isGreaterThan(1000).isLessThanOrEqualTo(8192);
    }
}
