package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        var limits = Limits.DEFAULT;
        assertThat(limits.slowClient()).isEqualTo(Limits.SlowClient.DISCONNECT);
        assertThat(limits.outbox()).as("lines").isEqualTo(256);
        assertThat(limits.history()).as("lines").isEqualTo(100);
        assertThat(limits.maxClients()).isEqualTo(1000);
        assertThat(limits.maxRooms()).isEqualTo(100);
        assertThat(limits.maxLine()).as("characters").isEqualTo(1000);
        assertThat(limits.idle()).hasMinutes(5);
        assertThat(limits.nameTimeout()).hasSeconds(30);
    }

    @Test
    void everyOptionSetsItsLimit() {
        var limits = Limits.parse(List.of("--slow-client=drop-oldest", "--outbox=1", "--history=0", "--max-clients=2",
                "--max-rooms=3", "--max-line=4", "--idle=5h", "--name-timeout=6m"));
        assertThat(limits.slowClient()).isEqualTo(Limits.SlowClient.DROP_OLDEST);
        assertThat(limits.outbox()).isEqualTo(1);
        assertThat(limits.history()).isZero();
        assertThat(limits.maxClients()).isEqualTo(2);
        assertThat(limits.maxRooms()).isEqualTo(3);
        assertThat(limits.maxLine()).isEqualTo(4);
        assertThat(limits.idle()).hasHours(5);
        assertThat(limits.nameTimeout()).hasMinutes(6);
        assertThat(Limits.parse(List.of("--slow-client=drop-newest")).slowClient())
                .isEqualTo(Limits.SlowClient.DROP_NEWEST);
    }

    @ParameterizedTest
    @CsvSource({
        "--slow-client=ignore, 'disconnect, drop-newest or drop-oldest'",
        "--outbox=0, a whole number from 1",
        "--outbox=many, a whole number from 1",
        "--history=-1, a whole number from 0",
        "--max-clients=1000000, to 999999",
        "--max-rooms=0, a whole number from 1",
        "--max-line=1.5, a whole number",
        "--idle=5, a time such as",
        "--name-timeout=0s, a time such as",
        "--outbox, a whole number",
        "--colour=red, no such option"})
    void aWrongOptionIsNamedAndSoIsWhatIsWrong(String option, String why) {
        assertThatThrownBy(() -> Limits.parse(List.of(option)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(option.split("=")[0])
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"PT5M, 5 minutes", "PT1M, 1 minute", "PT1S, 1 second", "PT90S, 90 seconds", "PT1H, 60 minutes"})
    void aTimeIsTold(Duration time, String words) {
        assertThat(Limits.words(time)).isEqualTo(words);
    }
}
