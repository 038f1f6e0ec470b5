package org.tandemrec.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringsTest {
    @TempDir
    Path folder;

    private static Serving serving(Shop shop, Background background) {
        ServedModel model = Served.model(Served.ALS);
        Catalogue empty = new Catalogue();
        ItemIndex items = new ItemIndex(model, empty, true);
        return new Serving(model, items, new NewItems(shop.store, empty, LiveConfig.DEFAULT, model, items, background));
    }

    @Test
    void whatNobodyWaitsForComesLast() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Scorings scorings = new Scorings(1, 1, metrics);
        try (Background background = new Background();
                Shop shop = new Shop(folder, Served.ALS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Serving serving = serving(shop, background);
            List<String> order = new CopyOnWriteArrayList<>();
            CountDownLatch working = new CountDownLatch(1);
            CountDownLatch finish = new CountDownLatch(1);
            Future<Boolean> first = threads.submit(() -> scorings.with(serving, ranker -> {
                working.countDown();
                awaitQuietly(finish);
                return order.add("first");
            }));
            working.await();
            Future<Boolean> idle = threads.submit(() -> scorings.whenIdle(serving, ranker -> order.add("idle")));
            Future<Boolean> second = threads.submit(() -> scorings.with(serving, ranker -> order.add("second")));
            while (metrics.get("tandem.scorings.waiting").gauge().value() < 1) {
                Thread.sleep(1);
            }
            finish.countDown();
            for (Future<Boolean> each : List.of(first, second, idle)) {
                assertThat(each.get()).isTrue();
            }
            assertThat(order).containsExactly("first", "second", "idle");
            assertThat(metrics.get("tandem.scorings").timer().count()).isEqualTo(2);
        }
    }

    @Test
    void whoWaitsBehindTooManyIsRefusedAtOnce() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Scorings scorings = new Scorings(1, 1, metrics);
        try (Background background = new Background();
                Shop shop = new Shop(folder, Served.ALS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Serving serving = serving(shop, background);
            CountDownLatch working = new CountDownLatch(1);
            CountDownLatch finish = new CountDownLatch(1);
            Future<Integer> first = threads.submit(() -> scorings.with(serving, ranker -> {
                working.countDown();
                awaitQuietly(finish);
                return 1;
            }));
            working.await();
            Future<Integer> second = threads.submit(() -> scorings.with(serving, ranker -> 2));
            while (metrics.get("tandem.scorings.waiting").gauge().value() < 1) {
                Thread.sleep(1);
            }
            assertThatThrownBy(() -> scorings.with(serving, ranker -> 3))
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageContaining("1 lists wait to be computed already");
            finish.countDown();
            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isEqualTo(2);
            assertThat(scorings.<Integer>with(serving, ranker -> 4)).isEqualTo(4);
            assertThat(metrics.get("tandem.scorings").timer().count()).isEqualTo(3);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aListIsComputedOnceUntilSomethingChanges() throws InterruptedException {
        try (Shop shop = new Shop(folder, Served.FUSED)) {
            shop.click("ann", "i3");
            for (int i = 0; i < 5; i++) {
                shop.list("ann", 20);
                shop.live.lists("ann", 20);
            }
            assertThat(shop.metrics.get("tandem.scorings").timer().count()).isEqualTo(1);
            shop.click("ann", "i4");
            shop.list("ann", 20);
            assertThat(shop.metrics.get("tandem.scorings").timer().count()).isEqualTo(2);
            shop.live.awaitBackground();
            // to measure the first event, and for the first list
            assertThat(shop.metrics.get("tandem.replays").timer().count()).isEqualTo(2);
        }
    }

    @Test
    void memoryHoldsNoMoreUsersThanItsBytes() {
        LiveConfig small = new LiveConfig(50_000, Set.of(), Set.of(), true, 5, 0, 10, 10);
        try (Shop shop = new Shop(folder, Served.FUSED, small)) {
            for (int user = 0; user < 300; user++) {
                shop.list("x" + user, 5);
            }
            shop.live.trim();
            assertThat(shop.live.usersInMemory()).isBetween(5L, 150L);
            shop.click("x1", "i3");
            assertThat(shop.list("x1", 100)).doesNotContain("i3");
        }
    }
}
