package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A line that never ends. */
@Isolated("counts bytes")
@Tag("5.2")
class EndlessLineTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void nothingOfItIsKept() throws Exception {
        byte[] part = "x".repeat(MEGABYTE).getBytes(UTF_8);
        try (var server = TestClient.server(); var ada = TestClient.join(server, "ada")) {
            long before = kept();
            for (int i = 0; i < 64; i++) { // all but what the connection's buffers hold is read by the server now
                ada.sendRaw(part);
            }
            assertThat((kept() - before) / MEGABYTE)
                    .as("megabytes that the server keeps of a line of 64 that hasn't ended: "
                            + "who sends no newline decides how much memory that takes")
                    .isLessThan(16);
            ada.expect("* That line is too long (1000 characters at most) and was not sent.", "its sender is told");
        }
    }

    private static long kept() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
