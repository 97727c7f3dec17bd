package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * What docs/how-far-to-trust-a-test.md says of Lincheck: it finds a wrong order of steps, and is blind to memory
 * effects.
 */
class WhatItSeesTest {
    public static class Ids {
        private int nextId = 1;

        @Operation
        public int next() {
            return nextId++;
        }
    }

    /** Wrong: without {@code volatile} a loop that asks may never be told. */
    public static class StopFlag {
        private boolean stopped;

        @Operation
        public void stop() {
            stopped = true;
        }

        @Operation
        public boolean isStopped() {
            return stopped;
        }
    }

    @Test
    void itFindsThatTwoClientsGetOneId() {
        assertThat(catchThrowable(() -> check(Ids.class)))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("nextId");
    }

    @Test
    void itDoesNotSeeThatAFieldShouldBeVolatile() {
        check(StopFlag.class);
    }

    private static void check(Class<?> model) {
        new ModelCheckingOptions().iterations(5).invocationsPerIteration(200)
                .threads(2).actorsPerThread(2).actorsBefore(0).actorsAfter(0).check(model);
    }
}
