package org.tandemrec.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts and times requests, for Prometheus and for the live figures. */
final class Traffic {
    private static final Duration[] BOUNDS = {
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final ConcurrentMap<Slot, Timer> timers = new ConcurrentHashMap<>();
    private final LatencyWindow latencies = new LatencyWindow();
    private final LongAdder events = new LongAdder();
    private final Map<Lane, AtomicInteger> inWork = new EnumMap<>(Lane.class);
    private final Counter degraded;

    Traffic(MeterRegistry registry) {
        this.registry = registry;
        degraded = Counter.builder("tandem.http.degraded")
                .description("Lists answered without the user's latest events, since the database was down")
                .register(registry);
        for (Lane lane : Lane.values()) {
            AtomicInteger count = new AtomicInteger();
            inWork.put(lane, count);
            Gauge.builder("tandem.http.requests.in.work", count, AtomicInteger::get)
                    .description("Requests in work")
                    .tag("lane", lane.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** Counts a request in; false where too many of its lane are in work, which counts nothing. */
    boolean enter(Lane lane, int most) {
        AtomicInteger count = count(lane);
        if (count.incrementAndGet() > most && lane != Lane.FREE) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave(Lane lane) {
        count(lane).decrementAndGet();
    }

    /** How many requests must be finished before a stop. */
    int inWork() {
        return count(Lane.LISTS).get() + count(Lane.ROWS).get() + count(Lane.FREE).get();
    }

    private AtomicInteger count(Lane lane) {
        return Objects.requireNonNull(inWork.get(lane));
    }

    /**
     * Records an answered request.
     *
     * @param route its route, or null where it has none
     */
    void answered(@Nullable Route route, int status, long nanos) {
        latencies.record(nanos);
        Slot slot = new Slot(
                route == null ? "other" : route.method(),
                route == null ? "unknown" : route.template(),
                status / 100 + "xx");
        Timer timer = timers.get(slot);
        if (timer == null) {
            timer = timers.computeIfAbsent(slot, this::timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Slot slot) {
        return Timer.builder("tandem.http.requests")
                .description("Requests by route and status")
                .tag("method", slot.method)
                .tag("route", slot.template)
                .tag("status", slot.status)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    /** Counts events that were stored. */
    void stored(int rows) {
        events.add(rows);
    }

    void answeredDegraded() {
        degraded.increment();
    }

    long events() {
        return events.sum();
    }

    LatencyWindow latencies() {
        return latencies;
    }

    private record Slot(String method, String template, String status) {}
}
