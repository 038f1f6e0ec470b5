package org.tandemrec.server.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.StoredEvent;

/**
 * The users in memory. An entry holds all commits of its user: whoever reads a user from the store while a commit is told of sees
 * either that commit in the store or is told of it here afterwards, as both happen under the cache's lock of the user.
 */
final class Users {
    private final EventStore store;
    private final LiveConfig config;
    private final Cache<String, UserEntry> cache;
    private final Timer replays;

    Users(EventStore store, LiveConfig config, MeterRegistry metrics) {
        this.store = store;
        this.config = config;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(config.cacheBytes())
                .weigher((String userId, UserEntry entry) -> entry.bytes())
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(metrics, cache, "tandem.users");
        this.replays = Timer.builder("tandem.replays")
                .description("users whose events were read from the store")
                .register(metrics);
    }

    /** A user as of now, with the subject of a model. */
    UserEntry get(String userId, Serving serving, long nowMillis) {
        UserEntry entry = cache.get(userId, this::load);
        UserEntry current = entry.at(serving, config, nowMillis);
        if (current != entry) {
            keep(entry, current);
        }
        return current;
    }

    /** Reads a user from the store. */
    UserEntry load(String userId) {
        return loadBefore(userId, Long.MAX_VALUE);
    }

    /** Reads a user from the store as of before a commit. */
    UserEntry loadBefore(String userId, long sequence) {
        return replays.record(
                () -> new UserEntry(userId, UserEvents.of(store.history(userId, sequence))));
    }

    /** Keeps what is known now in place of what was known, unless something has happened in between. */
    void keep(UserEntry before, UserEntry now) {
        cache.asMap().replace(before.userId(), before, now);
    }

    /** Takes over a committed event; returns the user as they were before it, or null where that is not in memory. */
    @Nullable UserEntry add(StoredEvent event) {
        AtomicReference<@Nullable UserEntry> before = new AtomicReference<>();
        cache.asMap().compute(event.userId(), (userId, entry) -> {
            if (entry == null || entry.events().sequence() >= event.sequence()) {
                return entry;
            }
            before.set(entry);
            return entry.with(event);
        });
        return before.get();
    }

    /** Forgets a user, whose past is another one now. */
    void forget(String userId) {
        cache.asMap().compute(userId, (id, entry) -> null);
    }

    /** How many users are in memory. */
    long count() {
        return cache.estimatedSize();
    }

    /** Brings the cache down to its size. */
    void trim() {
        cache.cleanUp();
    }
}
