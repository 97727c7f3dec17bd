package races;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import races.Declared.Run;

/** No claim is left out. */
class DeclaredTest {
    @Test
    void everyTestIsDeclared() throws Exception {
        // What jcstress's annotation processor has listed: JCTEST12Schat.OneName…
        try (var list = DeclaredTest.class.getResourceAsStream("/META-INF/TestList")) {
            var tests = Pattern.compile("JCTEST\\d+S([\\w.]+?)\\d+S").matcher(new String(list.readAllBytes(), UTF_8))
                    .results().map(test -> test.group(1)).toList();
            assertThat(Stream.concat(Declared.CLAIMS.stream(), Declared.CLASSICS.stream()).map(Run::test))
                    .containsExactlyInAnyOrderElementsOf(tests);
        }
    }
}
