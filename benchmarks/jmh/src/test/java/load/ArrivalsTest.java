package load;

import static load.Arrivals.Verdict.DOUBLED;
import static load.Arrivals.Verdict.NEW;
import static load.Arrivals.Verdict.REORDERED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void eachArrivalIsJudgedByWhatCameBefore() {
        var arrivals = new Arrivals();
        assertThat(IntStream.of(0, 1, 1, 4, 3, 3, 0, 5).mapToObj(arrivals::arrived))
                .containsExactly(NEW, NEW, DOUBLED, NEW, REORDERED, DOUBLED, DOUBLED, NEW);
        assertThat(arrivals.lost(6)).as("only number 2").isEqualTo(1);
        assertThat(arrivals.lost(9)).as("2, 6, 7 and 8").isEqualTo(4);
    }
}
