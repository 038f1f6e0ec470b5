package org.tandemrec.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tandemrec.server.live.Shop.event;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.FeedbackQuery;

/** Whatever happened in whatever order: lists are those of a server that has just started. */
class LiveIsReplayTest {
    private static final List<String> USERS = List.of("u3", "ann", "bob");
    private static final List<String> TYPES = List.of("click", "click", "buy", "read", "view");
    private static final LiveConfig CONFIG =
            new LiveConfig(64 << 20, Set.of("read"), Set.of("view"), true, 5, 0, 10, 10);

    @TempDir
    Path folder;

    static List<String> kinds() {
        return List.of(Served.FUSED, Served.GRU, Served.LFM, Served.EXPLICIT, Served.KNN);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void listsAreThoseOfAFreshStart(String kind) {
        SplittableRandom random = new SplittableRandom(kind.hashCode());
        try (Shop shop = new Shop(folder, kind, CONFIG)) {
            String model = kind;
            for (int step = 0; step < 25; step++) {
                act(shop, random);
                if (step % 8 == 7) { // as in a swap to another model and back
                    model = model.equals(kind) ? Served.ALS : kind;
                    shop.live.swap(Served.model(model));
                }
                if (random.nextInt(3) == 0) {
                    continue; // several events between two lists
                }
                try (LiveRecommender fresh = shop.fresh(model, CONFIG)) {
                    for (String user : USERS) {
                        assertThat(shop.live.lists(user, 40))
                                .as("step %d", step)
                                .isEqualTo(fresh.lists(user, 40));
                    }
                }
            }
        }
    }

    private static void act(Shop shop, SplittableRandom random) {
        shop.pass(random.nextInt(3) * 1000L);
        if (random.nextInt(10) == 0) {
            String user = USERS.get(random.nextInt(USERS.size()));
            shop.store.deleteFeedback(new FeedbackQuery(null, user, "i" + random.nextInt(Served.ITEMS)));
            return;
        }
        List<Feedback> events = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            events.add(event(
                    USERS.get(random.nextInt(USERS.size())),
                    "i" + random.nextInt(Served.ITEMS),
                    TYPES.get(random.nextInt(TYPES.size())),
                    random.nextInt(6),
                    shop.now + (random.nextInt(9) - 5) * 1000L)); // late ones, duplicates, future ones
        }
        shop.store.append(events, random.nextBoolean() ? Duplicates.KEEP : Duplicates.OVERWRITE);
    }
}
