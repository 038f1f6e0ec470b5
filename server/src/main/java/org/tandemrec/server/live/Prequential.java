package org.tandemrec.server.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.tandemrec.server.live.Recommendations.OnlineQuality;
import org.tandemrec.server.store.StoredEvent;

/**
 * Measures lists by what happens: each event that models learn from is looked for in its user's lists as they were just before it
 * (Dawid, 1984; test, then learn). Measured are events of items that a list can hold, of users with a past: what was seen before is in
 * no list, nor is what is hidden or unknown to the model.
 */
final class Prequential {
    private final Users users;
    private final ListMaker lists;
    private final LiveConfig config;
    private final Background background;
    private final QualityWindow window;
    private final Counter skipped;

    Prequential(Users users, ListMaker lists, LiveConfig config, Background background, MeterRegistry metrics) {
        this.users = users;
        this.lists = lists;
        this.config = config;
        this.background = background;
        this.window = new QualityWindow(ListRequest.Part.values().length, config.qualityWindow());
        this.skipped = Counter.builder("tandem.quality.skipped")
                .description("events that were not looked for in the lists before them, for lack of time")
                .register(metrics);
        for (ListRequest.Part part : ListRequest.Part.values()) {
            gauge(metrics, "hit.rate", part, OnlineQuality.Figures::hitRate);
            gauge(metrics, "ndcg", part, OnlineQuality.Figures::ndcg);
        }
    }

    private void gauge(
            MeterRegistry metrics,
            String figure,
            ListRequest.Part part,
            ToDoubleFunction<OnlineQuality.Figures> value) {
        Gauge.builder("tandem.quality." + figure, window, w -> value.applyAsDouble(w.figures(list(part))))
                .description("of the first 10 places, over the latest events")
                .tag("list", part.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(metrics);
    }

    /**
     * Measures an event some time later.
     *
     * @param before the user as they were before it; null where that is not in memory
     * @param nowMillis when it was committed
     */
    void offer(Serving serving, @Nullable UserEntry before, StoredEvent event, long nowMillis) {
        if (!config.learns(event.type()) || event.timeMillis() > nowMillis) {
            return;
        }
        if (!background.offer(() -> measureUnlessStopped(serving, before, event, nowMillis))) {
            skipped.increment();
        }
    }

    private void measureUnlessStopped(Serving serving, @Nullable UserEntry known, StoredEvent event, long nowMillis) {
        try {
            measure(serving, known, event, nowMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(Serving serving, @Nullable UserEntry known, StoredEvent event, long nowMillis)
            throws InterruptedException {
        int item = serving.items().dense(event.item());
        if (item == ItemIndex.UNKNOWN) {
            return;
        }
        UserEntry entry = known != null ? known : users.loadBefore(event.userId(), event.sequence());
        UserEntry user = entry.at(serving, config, nowMillis);
        ItemIndex.Snapshot items = serving.items().snapshot();
        Subject subject = user.subject();
        boolean listed = items.listed()[item] && Arrays.binarySearch(subject.seen(), item) < 0;
        if (!listed || subject.state().events() == 0) {
            return;
        }
        Rankings kept = user.rankings(items);
        Rankings before = kept != null ? kept : lists.firstWhenIdle(serving, subject, QualityWindow.DEPTH);
        window.add(place(before.fused(), item), place(before.longTerm(), item), place(before.shortTerm(), item));
    }

    private static int place(Ranking list, int item) {
        for (int place = 0; place < Math.min(QualityWindow.DEPTH, list.count()); place++) {
            if (list.items()[place] == item) {
                return place + 1;
            }
        }
        return 0;
    }

    OnlineQuality quality() {
        return new OnlineQuality(
                window.count(),
                (long) skipped.count(),
                window.figures(list(ListRequest.Part.FUSED)),
                window.figures(list(ListRequest.Part.LONG_TERM)),
                window.figures(list(ListRequest.Part.SHORT_TERM)));
    }

    /** The number of a part's list in the window. */
    private static int list(ListRequest.Part part) {
        return switch (part) {
            case FUSED -> 0;
            case LONG_TERM -> 1;
            case SHORT_TERM -> 2;
        };
    }
}
