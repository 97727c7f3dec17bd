package load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PeerTest {
    @ParameterizedTest
    @ValueSource(strings = {"node", "gopl"})
    void aPeerIsFlawlessWhereItCanRun(String name) throws Exception {
        var peer = Contestant.parse(name);
        assumeThat(peer).as("what runs it is installed").isPresent();
        var load = "--clients 20 --senders 3 --window 8 --warmup 100ms --measure 300ms --join-timeout 20s";
        assertThat(Compare.runAll(List.of(peer.get()), List.of(load), 1, line -> {})).allSatisfy(run -> {
            assertThat(run.failure()).isNull();
            assertThat(run.report().isFlawless()).as(run.report().summary()).isTrue();
            assertThat(run.report().deliveries()).isPositive();
        });
    }
}
