package org.tandemrec.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tandemrec.server.live.Shop.event;
import static org.tandemrec.server.live.Shop.first;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.server.live.Recommendations.Entry;

class NewItemsTest {
    @TempDir
    Path folder;

    private static void take(Shop shop, int users, double value) {
        for (int user = 0; user < users; user++) {
            shop.put(event("u" + 3 * user, "brand-new", "click", value, shop.now));
        }
        shop.put(event("stranger", "brand-new", "click", value, shop.now));
    }

    @Test
    void anItemJoinsOnceEnoughUsersTookIt() throws InterruptedException {
        try (Shop shop = new Shop(folder, Served.FUSED)) {
            shop.click("u30", "i3", "i9");
            take(shop, 4, 0);
            shop.live.awaitBackground();
            assertThat(shop.list("u30", 100)).doesNotContain("brand-new");
            shop.put(event("u12", "brand-new", "click", 0, shop.now));
            shop.live.awaitBackground();
            assertThat(shop.list("u30", 100)).contains("brand-new");
            Recommendations.Lists lists = shop.live.lists("u30", 40);
            Entry entry = lists.fused().stream()
                    .filter(e -> e.id().equals("brand-new"))
                    .findFirst()
                    .orElseThrow();
            assertThat(entry.shortTerm()).isZero();
            assertThat(lists.longTerm()).extracting(Entry::id).contains("brand-new");
            assertThat(lists.shortTerm()).extracting(Entry::id).doesNotContain("brand-new");
            Entry other = lists.fused().getFirst();
            double mean = other.score() - other.longTerm() - other.shortTerm();
            assertThat(entry.score()).isCloseTo(mean + entry.longTerm(), within(1e-4));
            assertThat(shop.list("u30", 100, "even")).doesNotContain("brand-new");
            try (LiveRecommender fresh = shop.fresh(Served.FUSED, LiveConfig.DEFAULT)) {
                fresh.awaitBackground();
                assertThat(fresh.lists("u30", 40)).isEqualTo(lists);
            }
        }
    }

    @Test
    void likeAnyOtherItIsNotListedToThoseWhoHaveItNorWhenHiddenOrDeleted() throws InterruptedException {
        try (Shop shop = new Shop(folder, Served.LFM)) {
            take(shop, 6, 0);
            shop.live.awaitBackground();
            shop.click("u30", "i3");
            shop.click("u3", "i3");
            assertThat(shop.list("u30", 100)).contains("brand-new");
            assertThat(shop.list("u3", 100)).doesNotContain("brand-new");
            shop.store.putItems(List.of(Shop.item("brand-new", true, 0)));
            assertThat(shop.list("u30", 100)).doesNotContain("brand-new");
            shop.store.putItems(List.of(Shop.item("brand-new", false, 0)));
            assertThat(shop.list("u30", 100)).contains("brand-new");
            shop.store.deleteItem("brand-new");
            assertThat(shop.list("u30", 100)).doesNotContain("brand-new");
        }
    }

    @Test
    void whereRatingsWereLearnedThoseOfTheItemDecide() throws InterruptedException {
        double[] scores = new double[2];
        for (int good = 0; good < 2; good++) {
            try (Shop shop = new Shop(folder.resolve("" + good), Served.EXPLICIT)) {
                take(shop, 6, good == 1 ? 5 : 1);
                shop.put(event("u30", "i3", "click", 4, shop.now));
                shop.live.awaitBackground();
                scores[good] = shop.live.recommend("u30", first(100)).items().stream()
                        .filter(scored -> scored.id().equals("brand-new"))
                        .findFirst()
                        .orElseThrow()
                        .score();
            }
        }
        assertThat(scores[1]).isGreaterThan(scores[0]);
    }

    @Test
    void aModelWithoutFactorsListsOnlyItsOwn() throws InterruptedException {
        try (Shop shop = new Shop(folder, Served.KNN)) {
            take(shop, 6, 0);
            shop.live.awaitBackground();
            shop.click("u30", "i3");
            assertThat(shop.list("u30", 100)).isNotEmpty().doesNotContain("brand-new");
            assertThat(shop.live.popular(first(1))).containsExactly(new Scored("brand-new", 7));
        }
    }
}
