package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A client's second thread ends with the server, too. */
@Isolated("counts threads")
@Tag("3.1")
class WriterEndsTest {
    @Test
    void closeEndsEveryWriter() throws Exception {
        new StuckShutdownTest().closeEndsEveryoneWhoIsServed();
    }
}
