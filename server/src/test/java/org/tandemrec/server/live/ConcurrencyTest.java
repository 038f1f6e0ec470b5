package org.tandemrec.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.Feedback;

class ConcurrencyTest {
    private static final int THREADS = 8;
    private static final int EVENTS = 20;
    /* All threads write events of the same few users. */
    private static final int USERS = 3;

    @TempDir
    Path folder;

    @Test
    void everyoneReadsWhatTheyWroteAndNothingIsLost() throws Exception {
        try (Shop shop = new Shop(folder, Served.FUSED);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            shop.now = Shop.START + 1_000_000;
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int seed = thread;
                tasks.add(() -> writeAndRead(shop, seed));
            }
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isEqualTo(EVENTS);
            }
            try (LiveRecommender fresh = shop.fresh(Served.FUSED, LiveConfig.DEFAULT)) {
                for (int user = 0; user < USERS; user++) {
                    assertThat(shop.live.lists("x" + user, 40)).isEqualTo(fresh.lists("x" + user, 40));
                }
                assertThat(shop.live.popular(Shop.first(40))).isEqualTo(fresh.popular(Shop.first(40)));
            }
        }
    }

    private static int writeAndRead(Shop shop, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int found = 0;
        for (int i = 0; i < EVENTS; i++) {
            String user = "x" + random.nextInt(USERS);
            String item = "i" + random.nextInt(Served.TRAINED);
            long time = Shop.START + random.nextInt(1_000_000);
            Feedback event = Shop.event(user, item, "click", 0, time);
            shop.store.append(List.of(event), Duplicates.KEEP);
            boolean known = shop.live.lists(user, 1000).latest().stream()
                    .anyMatch(past -> past.id().equals(item) && past.timeMillis() == time);
            found += known && !shop.list(user, 40).contains(item) ? 1 : 0;
        }
        return found;
    }
}
