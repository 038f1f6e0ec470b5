package org.tandemrec.server.live;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.Item;

/** A store of all items of {@link Served}, a recommender over it, and a clock that tests turn. */
final class Shop implements AutoCloseable {
    static final long START = 1_800_000_000_000L;

    final EventStore store;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final LiveRecommender live;
    volatile long now = START;
    private boolean open = true;

    Shop(Path folder, String model) {
        this(folder, model, LiveConfig.DEFAULT);
    }

    Shop(Path folder, String model, LiveConfig config) {
        store = EventStores.open(folder);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < Served.ITEMS; i++) {
            items.add(item("i" + i, false, i, i % 2 == 0 ? "even" : "odd", i % 3 == 0 ? "third" : "other"));
        }
        store.putItems(items);
        live = new LiveRecommender(store, Served.model(model), config, metrics, clock());
    }

    InstantSource clock() {
        return () -> Instant.ofEpochMilli(now);
    }

    /** Another recommender over the same store, which knows nothing but that. */
    LiveRecommender fresh(String model, LiveConfig config) {
        return new LiveRecommender(store, Served.model(model), config, new SimpleMeterRegistry(), clock());
    }

    static Item item(String id, boolean hidden, long time, String... categories) {
        return new Item(id, hidden, Arrays.asList(categories), time, "null", "");
    }

    static Feedback event(String user, String item, String type, double value, long time) {
        return new Feedback(type, user, item, value, time, "null", "");
    }

    /** Lets some time pass. */
    void pass(long millis) {
        long later = now + millis;
        now = later;
    }

    /** Stores clicks on items, a second apart, the last one now. */
    void click(String user, String... items) {
        List<Feedback> events = new ArrayList<>();
        long time = now;
        for (String item : items) {
            time += 1000;
            events.add(event(user, item, "click", 0, time));
        }
        now = time;
        store.append(events, Duplicates.KEEP);
    }

    void put(Feedback... events) {
        store.append(List.of(events), Duplicates.KEEP);
    }

    static ListRequest first(int n, String... categories) {
        return new ListRequest(ListRequest.Part.FUSED, n, 0, Arrays.asList(categories));
    }

    List<String> list(String user, int n, String... categories) {
        return ids(live.recommend(user, first(n, categories)).items());
    }

    static List<String> ids(List<Scored> list) {
        return list.stream().map(Scored::id).toList();
    }

    /** The store goes away under the recommender. */
    void closeStore() {
        store.close();
        open = false;
    }

    @Override
    public void close() {
        live.close();
        if (open) {
            store.close();
        }
    }
}
