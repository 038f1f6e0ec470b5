package org.tandemrec.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final StoreUnavailableException problem = new StoreUnavailableException("d is down", 3, null);

    private final AtomicBoolean up = new AtomicBoolean(true);
    private final AtomicInteger probes = new AtomicInteger();
    private final Circuit circuit = new Circuit("d", this::probe);

    private void probe() {
        probes.incrementAndGet();
        if (!up.get()) {
            throw problem;
        }
    }

    @AfterEach
    void close() {
        circuit.close();
    }

    /** Waits until the circuit lets reads pass, and says whether it did. */
    private boolean passesInTheEnd() throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(5));
        while (Instant.now().isBefore(end)) {
            try {
                circuit.check();
                return true;
            } catch (StoreUnavailableException e) {
                Thread.sleep(5);
            }
        }
        return false;
    }

    @Test
    void readsPassUntilOneFailsAndAgainOnceTheDatabaseAnswers() throws InterruptedException {
        circuit.check();
        up.set(false);
        circuit.failed(problem);
        assertThatThrownBy(circuit::check)
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.retryAfterSeconds()).isEqualTo(3))
                .hasMessage("d is down")
                .hasCause(problem);
        Thread.sleep(700);
        assertThat(probes).hasValueBetween(2, 4);
        assertThatThrownBy(circuit::check).isInstanceOf(StoreUnavailableException.class);
        up.set(true);
        assertThat(passesInTheEnd()).isTrue();
        int asked = probes.get();
        circuit.tryAgain();
        assertThat(probes).as("a database that answers is not asked").hasValue(asked);
    }

    @Test
    void oneBrokenConnectionIsForgivenAtOnce() throws InterruptedException {
        circuit.failed(problem);
        Instant start = Instant.now();
        assertThat(passesInTheEnd()).isTrue();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMillis(400));
    }

    @Test
    void whoeverConnectsLetsReadsPass() {
        up.set(false);
        circuit.failed(problem);
        up.set(true);
        circuit.tryAgain();
        circuit.check();
    }

    @Test
    void afterItsEndNothingIsAsked() {
        circuit.close();
        circuit.close();
        circuit.failed(problem);
        circuit.check();
        assertThat(probes).hasValue(0);
    }
}
