package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** More clients than there may be. */
@Isolated("counts file descriptors")
class CrowdTest {
    @Test
    void aCrowdThatIsRefusedHoldsNoConnections() throws Exception {
        var crowd = new ArrayList<TestClient>();
        var address = new InetSocketAddress("localhost", 0);
        try (var server = ChatServer.start(address, Limits.parse(List.of("--max-clients=1")));
                var ada = TestClient.connect(server)) {
            ada.expectPrompt("ada has the only seat");
            long before = FuzzTest.openDescriptors();
            for (int i = 0; i < 200; i++) {
                var eve = TestClient.connect(server);
                crowd.add(eve);
                eve.expect("* The chat is full, try again later.", "one more than there are seats is told so");
                eve.expectEnd("the server has ended its output, or the connection");
            }
            assertThat(FuzzTest.openDescriptors() - before - crowd.size())
                    .as("file descriptors that the server holds for those that it refused")
                    .isLessThan(10);
        } finally {
            crowd.forEach(TestClient::close);
        }
    }
}
