package org.tandemrec.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket: on average a given number of requests a second, of which one second's worth may come at once. It is one number, the
 * time up to which the requests so far are paid for, which may run ahead of the clock by a second.
 */
final class RateLimit {
    private static final long SECOND = 1_000_000_000L;

    private final long nanosPerRequest;
    private final AtomicLong paidUntil;

    /**
     * A full bucket.
     *
     * @param perSecond requests a second
     * @param now {@link System#nanoTime}
     */
    RateLimit(double perSecond, long now) {
        nanosPerRequest = Math.max(1, Math.round(SECOND / perSecond));
        paidUntil = new AtomicLong(now);
    }

    /** Takes a token; false where there is none. */
    boolean tryAcquire(long now) {
        while (true) {
            long paid = paidUntil.get();
            long next = (paid - now < 0 ? now : paid) + nanosPerRequest;
            if (next - now > Math.max(SECOND, nanosPerRequest)) {
                return false;
            }
            if (paidUntil.compareAndSet(paid, next)) {
                return true;
            }
        }
    }

    /** After how many whole seconds there will be a token. */
    int retryAfterSeconds() {
        return (int) Math.max(1, (nanosPerRequest + SECOND - 1) / SECOND);
    }
}
