package org.tandemrec.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ParallelTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyIndexRunsExactlyOnce(int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            assertThat(parallel.threads()).isEqualTo(threads);
            for (int count : new int[] {0, 1, 2, 3, 7, 64, 1000}) {
                for (int repeat = 0; repeat < 20; repeat++) {
                    AtomicIntegerArray calls = new AtomicIntegerArray(count);
                    parallel.forEach(count, calls::incrementAndGet);
                    assertOnce(calls);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void loopsNest(int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            AtomicIntegerArray calls = new AtomicIntegerArray(12 * 11 * 5);
            parallel.forEach(
                    12,
                    i -> parallel.forEach(
                            11, j -> parallel.forEach(5, k -> calls.incrementAndGet((i * 11 + j) * 5 + k))));
            assertOnce(calls);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theFirstExceptionByIndexIsThrownAfterAllOthersRan(int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            for (int repeat = 0; repeat < 20; repeat++) {
                AtomicIntegerArray calls = new AtomicIntegerArray(100);
                assertThatThrownBy(() -> parallel.forEach(100, i -> {
                            calls.incrementAndGet(i);
                            if (i % 10 == 3) {
                                throw new IllegalStateException("at " + i);
                            }
                        }))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("at 3");
                assertOnce(calls);
            }
            AtomicIntegerArray after = new AtomicIntegerArray(50);
            parallel.forEach(50, after::incrementAndGet);
            assertOnce(after);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anErrorIsThrownAsItIs(int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            AssertionError error = new AssertionError("ours");
            assertThatThrownBy(() -> parallel.forEach(2, i -> {
                        throw error;
                    }))
                    .isSameAs(error);
        }
    }

    @Test
    void anExceptionOfANestedLoopReachesTheCaller() {
        try (Parallel parallel = new Parallel(3)) {
            AtomicInteger inner = new AtomicInteger();
            assertThatThrownBy(() -> parallel.forEach(
                            4,
                            i -> parallel.forEach(4, j -> {
                                inner.incrementAndGet();
                                if (i == 2 && j == 1) {
                                    throw new IllegalArgumentException("inner");
                                }
                            })))
                    .hasMessage("inner");
            assertThat(inner).hasValue(16);
        }
    }

    @Test
    void severalThreadsMayStartLoopsAtOnce() throws InterruptedException {
        try (Parallel parallel = new Parallel(3)) {
            AtomicIntegerArray calls = new AtomicIntegerArray(4 * 200 * 17);
            Thread[] callers = new Thread[4];
            for (int caller = 0; caller < callers.length; caller++) {
                int first = caller * 200;
                callers[caller] = Thread.ofPlatform().start(() -> {
                    for (int loop = 0; loop < 200; loop++) {
                        int row = (first + loop) * 17;
                        parallel.forEach(17, i -> calls.incrementAndGet(row + i));
                    }
                });
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertOnce(calls);
        }
    }

    @Test
    void workersShareTheLoop() {
        try (Parallel parallel = new Parallel(2)) {
            AtomicInteger inside = new AtomicInteger();
            AtomicIntegerArray met = new AtomicIntegerArray(2);
            /* Each iteration waits for the other, so one thread alone would never end. */
            parallel.forEach(2, i -> {
                inside.incrementAndGet();
                while (inside.get() < 2) {
                    Thread.onSpinWait();
                }
                met.set(i, 1);
            });
            assertOnce(met);
        }
    }

    @Test
    void loopsAfterClosingRunOnTheirCaller() {
        Parallel parallel = new Parallel(3);
        parallel.close();
        parallel.close();
        AtomicIntegerArray calls = new AtomicIntegerArray(20);
        parallel.forEach(20, calls::incrementAndGet);
        assertOnce(calls);
    }

    @Test
    void closingEndsTheWorkers() throws InterruptedException {
        AtomicInteger started = new AtomicInteger();
        Thread[] worker = new Thread[1];
        Thread caller = Thread.currentThread();
        Parallel parallel = new Parallel(2);
        parallel.forEach(2, i -> {
            if (Thread.currentThread() != caller) {
                worker[0] = Thread.currentThread();
            }
            started.incrementAndGet();
            while (started.get() < 2) {
                Thread.onSpinWait();
            }
        });
        assertThat(worker[0].isAlive()).isTrue();
        parallel.close();
        worker[0].join(10_000);
        assertThat(worker[0].isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void fewerThanOneThreadIsRefused(int threads) {
        assertThatThrownBy(() -> new Parallel(threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads must be at least 1, but was " + threads);
    }

    @Test
    void sequentialRunsInOrderOnItsCaller() {
        try (Parallel parallel = Parallel.sequential();
                Parallel machine = Parallel.ofMachine()) {
            StringBuilder order = new StringBuilder();
            parallel.forEach(5, order::append);
            assertThat(order).hasToString("01234");
            assertThat(parallel.threads()).isEqualTo(1);
            assertThat(machine.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        }
    }

    private static void assertOnce(AtomicIntegerArray calls) {
        for (int i = 0; i < calls.length(); i++) {
            assertThat(calls.get(i)).as("calls of index %d", i).isEqualTo(1);
        }
    }
}
