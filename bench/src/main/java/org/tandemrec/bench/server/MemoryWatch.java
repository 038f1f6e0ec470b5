package org.tandemrec.bench.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Notes the resident memory of a process several times a second, until it is closed. */
final class MemoryWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(250);

    private final List<Long> samples = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private final Future<?> sampling;

    MemoryWatch(ProcessFigures figures) {
        sampling = clock.scheduleAtFixedRate(
                () -> {
                    synchronized (samples) {
                        samples.add(figures.residentBytes());
                    }
                },
                0,
                EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The mean of a part of the samples, both ends as shares of the time so far; at least one sample counts. */
    double mean(double from, double to) {
        synchronized (samples) {
            if (samples.isEmpty()) {
                throw new CaseException("the case was too short for a sample of memory; give it more --seconds");
            }
            int first = Math.min((int) (from * samples.size()), samples.size() - 1);
            int end = Math.max(first + 1, (int) Math.round(to * samples.size()));
            return samples.subList(first, end).stream()
                    .mapToLong(Long::longValue)
                    .average()
                    .orElseThrow();
        }
    }

    /** The most of all samples. */
    long most() {
        synchronized (samples) {
            return samples.stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    @Override
    public void close() {
        sampling.cancel(false);
        clock.shutdownNow();
    }
}
