package org.tandemrec.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.model.Query;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.StoredEvent;

/** What is prepared: bundle and store hold the same invented events, and are made once. */
final class PreparedTest {
    private static final Shape SHAPE = new Shape(30, 7, 60, 8, 4);

    @TempDir
    Path folder;

    @Test
    void bundleAndStoreHoldTheSameEvents() {
        List<String> remarks = new ArrayList<>();
        Prepared prepared = Prepared.in(folder, SHAPE, 1, remarks::add);
        prepared.copyStore(folder.resolve("copy"), remarks::add);
        assertThat(remarks).hasSize(2);
        Bundle bundle = BundleReader.read(prepared.bundle(), ModelCatalog.standard());
        assertThat(bundle.model().kind()).isEqualTo("ra-lst");
        float[] scores = new float[60];
        bundle.model().score(new Query(3, bundle.histories().of(3)), scores);
        assertThat(scores).doesNotContain(Float.NaN).hasSize(60);
        try (EventStore store = EventStores.open(folder.resolve("copy"))) {
            assertThat(store.eventCount()).isEqualTo(30 * 7);
            List<String> items = new ArrayList<>();
            store.forEachItem(item -> items.add(item.item().itemId()));
            for (int user = 0; user < 30; user++) {
                List<StoredEvent> events = store.history(prepared.log().userId(user), Long.MAX_VALUE)
                        .events();
                assertThat(events).extracting(event -> items.get(event.item())).containsExactly(ids(bundle, user));
            }
        }
        Prepared.in(folder, SHAPE, 1, remarks::add).copyStore(folder.resolve("again"), remarks::add);
        assertThat(remarks).as("made once").hasSize(2);
    }

    private static String[] ids(Bundle bundle, int user) {
        int[] items = bundle.histories().of(user);
        String[] ids = new String[items.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bundle.items().id(items[i]);
        }
        return ids;
    }

    @Test
    void itemsAreDrawnByTheirPopularityAndTimesAscend() {
        InventedLog log = new InventedLog(new Shape(2000, 50, 100, 1, 1), new Seed(5));
        int[] counts = new int[100];
        for (int user = 0; user < 2000; user++) {
            for (int item : log.history(user)) {
                counts[item]++;
            }
        }
        Arrays.sort(counts);
        double total = 100_000;
        double harmonic = 5.187_377_5;
        assertThat(counts[99] / total).isBetween(0.95 / harmonic, 1.05 / harmonic);
        assertThat(counts[98] / total).isBetween(0.475 / harmonic, 0.525 / harmonic);
        Feedback last = null;
        int events = 0;
        for (var feedback = log.feedback(); feedback.hasNext(); events++) {
            Feedback next = feedback.next();
            if (last != null && last.userId().equals(next.userId())) {
                assertThat(next.timeMillis()).isGreaterThan(last.timeMillis());
            }
            last = next;
        }
        assertThat(events).isEqualTo(100_000);
    }

    @Test
    void shapesThatFitNothingAreRefused() {
        assertThatThrownBy(() -> new Shape(9, 1, 50, 1, 1)).hasMessage("users must be at least 10, but was 9");
        assertThatThrownBy(() -> new Shape(1_000_000, 10_000, 50, 1, 1)).hasMessageContaining("lower one of them");
    }
}
