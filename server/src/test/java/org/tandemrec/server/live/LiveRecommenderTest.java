package org.tandemrec.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tandemrec.server.live.Shop.event;
import static org.tandemrec.server.live.Shop.first;
import static org.tandemrec.server.live.Shop.ids;
import static org.tandemrec.server.live.Shop.item;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.FeedbackQuery;
import org.tandemrec.server.store.StoreUnavailableException;

class LiveRecommenderTest {
    @TempDir
    Path folder;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop(folder, Served.FUSED);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aListHasAllTrainedItemsThatWereNotSeenTheBestFirst() {
        shop.click("ann", "i3", "i4", "i3");
        List<Scored> list = shop.live.recommend("ann", first(100)).items();
        assertThat(ids(list))
                .hasSize(Served.TRAINED - 2)
                .doesNotContain("i3", "i4", "i29")
                .doesNotHaveDuplicates();
        for (int place = 1; place < list.size(); place++) {
            assertThat(list.get(place).score())
                    .isLessThanOrEqualTo(list.get(place - 1).score());
        }
    }

    @Test
    void anEventCountsInTheNextList() {
        shop.click("ann", "i3");
        List<String> before = shop.list("ann", 29);
        shop.click("ann", before.getFirst());
        List<String> after = shop.list("ann", 29);
        assertThat(after).hasSize(before.size() - 1).doesNotContain(before.getFirst());
        assertThat(after).isNotEqualTo(before.subList(1, before.size()));
    }

    @Test
    void pagesAreTheListInPieces() {
        shop.click("u5", "i3", "i7");
        List<String> whole = shop.list("u5", 100);
        List<String> pieces = new ArrayList<>();
        for (int offset = 0; offset < 35; offset += 5) {
            pieces.addAll(ids(shop.live
                    .recommend("u5", new ListRequest(ListRequest.Part.FUSED, 5, offset, List.of()))
                    .items()));
        }
        assertThat(pieces).isEqualTo(whole);
        List<String> even = shop.list("u5", 100, "even");
        assertThat(even)
                .isEqualTo(whole.stream().filter(id -> number(id) % 2 == 0).toList());
        assertThat(shop.list("u5", 100, "even", "third"))
                .isEqualTo(whole.stream().filter(id -> number(id) % 6 == 0).toList());
        assertThat(shop.list("u5", 100, "even", "odd")).isEmpty();
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }

    @Test
    void listsOfPartsAreThoseOfTheThreeSideBySide() {
        shop.click("ann", "i3", "i7");
        Recommendations.Lists lists = shop.live.lists("ann", 8);
        assertThat(lists.events()).isEqualTo(2);
        assertThat(lists.theta()).isEqualTo(Served.model(Served.FUSED).model().theta());
        assertThat(lists.drift()).isBetween(0.0, 1.0);
        assertThat(lists.latest()).extracting(Recommendations.Past::id).containsExactly("i7", "i3");
        assertThat(lists.latest().getFirst().timeMillis()).isEqualTo(shop.now);
        for (ListRequest.Part part : ListRequest.Part.values()) {
            List<Recommendations.Entry> entries = switch (part) {
                case FUSED -> lists.fused();
                case LONG_TERM -> lists.longTerm();
                case SHORT_TERM -> lists.shortTerm();
            };
            assertThat(entries.stream().map(entry -> new Scored(entry.id(), entry.score())))
                    .isEqualTo(shop.live
                            .recommend("ann", new ListRequest(part, 8, 0, List.of()))
                            .items());
        }
        assertThat(shop.live.lists("nobody", 3).latest()).isEmpty();
    }

    @Test
    void readEventsKeepItemsAwayButTeachNothing() {
        shop.click("ann", "i3");
        List<Scored> before = shop.live.recommend("ann", first(100)).items();
        String best = before.getFirst().id();
        shop.put(event("ann", best, "read", 0, shop.now + 1));
        shop.pass(10);
        assertThat(shop.live.recommend("ann", first(100)).items()).isEqualTo(before.subList(1, before.size()));
    }

    @Test
    void anEventOfTheFutureCountsOnceItsTimeHasCome() {
        shop.click("ann", "i3");
        List<String> before = shop.list("ann", 100);
        shop.put(event("ann", before.getFirst(), "read", 0, shop.now + 60_000));
        assertThat(shop.list("ann", 100)).isEqualTo(before);
        shop.click("ann", before.get(5));
        assertThat(shop.list("ann", 100)).contains(before.getFirst()).doesNotContain(before.get(5));
        shop.pass(60_000);
        assertThat(shop.list("ann", 100)).doesNotContain(before.getFirst(), before.get(5));
    }

    @Test
    void hiddenItemsAreInNoListUntilTheyAreShownAgain() {
        shop.click("ann", "i3");
        List<String> before = shop.list("ann", 100);
        String best = before.getFirst();
        shop.store.putItems(List.of(item(best, true, 0)));
        assertThat(shop.list("ann", 100)).isEqualTo(before.subList(1, before.size()));
        assertThat(ids(shop.live.latest(first(100)))).doesNotContain(best);
        assertThat(shop.live.search(best, 10)).isEmpty();
        shop.store.putItems(List.of(item(best, false, 0)));
        assertThat(shop.list("ann", 100)).isEqualTo(before);
    }

    @Test
    void deletedItemsAndFeedbackAreAsIfTheyHadNeverBeen() {
        shop.click("ann", "i3");
        List<String> before = shop.list("ann", 100);
        shop.click("ann", "i8");
        shop.store.deleteFeedback(new FeedbackQuery(null, "ann", "i8"));
        assertThat(shop.list("ann", 100)).isEqualTo(before);
        shop.click("ann", "i8");
        shop.store.deleteItem("i8");
        assertThat(shop.list("ann", 100))
                .isEqualTo(before.stream().filter(id -> !id.equals("i8")).toList());
        shop.store.deleteUser("ann");
        assertThat(shop.live.lists("ann", 5).events()).isZero();
    }

    @Test
    void someoneOfWhomNothingIsKnownGetsThreePopularItemsThenALateOne() {
        shop.click("a", "i3", "i4", "i5", "i6");
        shop.click("b", "i4", "i5", "i6");
        shop.click("c", "i5", "i6");
        shop.click("d", "i6");
        assertThat(shop.list("nobody", 6)).containsExactly("i6", "i5", "i4", "i29", "i3", "i0");
        assertThat(shop.list("nobody", 2, "odd")).containsExactly("i5", "i3");
        shop.put(event("reader", "i5", "read", 0, shop.now));
        assertThat(shop.list("reader", 3)).containsExactly("i6", "i4", "i3");
        assertThat(shop.live.popular(first(3)))
                .containsExactly(new Scored("i5", 4), new Scored("i6", 4), new Scored("i4", 2));
        assertThat(shop.live.latest(new ListRequest(ListRequest.Part.FUSED, 2, 1, List.of("odd"))))
                .containsExactly(new Scored("i27", 0.027), new Scored("i25", 0.025));
    }

    @Test
    void anAnonymousSessionIsTheSameAsAUserWithTheseEvents() {
        shop.click("ann", "i3", "i9", "i2");
        List<Scored> expected = shop.live.recommend("ann", first(12)).items();
        assertThat(shop.live.recommendFor(
                        List.of(
                                event("", "i2", "click", 0, shop.now),
                                event("", "nothing", "click", 0, shop.now),
                                event("", "i3", "click", 0, shop.now - 2000),
                                event("", "i9", "click", 0, shop.now - 1000)),
                        first(12)))
                .isEqualTo(expected);
        assertThat(ids(shop.live.recommendFor(List.of(), first(1)))).isEqualTo(shop.list("nobody", 1));
    }

    @Test
    void stateTellsWhatIsKnown() {
        shop.click("u4", "i3", "i9");
        Recommendations.UserState state = shop.live.state("u4");
        assertThat(state.inModel()).isTrue();
        assertThat(state.events()).isEqualTo(2);
        assertThat(state.nearest()).hasSize(10).extracting(Scored::id).doesNotContain("u4");
        assertThat(shop.live.userNeighbors("u4", 3, 1))
                .isEqualTo(state.nearest().subList(1, 4));
        assertThat(shop.live.state("new").inModel()).isFalse();
    }

    @Test
    void neighborsOfItems() {
        List<Scored> all = shop.live.itemNeighbors("i3", first(100));
        assertThat(ids(all)).hasSize(Served.TRAINED - 1).doesNotContain("i3", "i29");
        assertThat(shop.live.itemNeighbors("i3", new ListRequest(ListRequest.Part.FUSED, 4, 2, List.of("even"))))
                .isEqualTo(all.stream()
                        .filter(scored -> number(scored.id()) % 2 == 0)
                        .skip(2)
                        .limit(4)
                        .toList());
        assertThat(shop.live.itemNeighbors("i29", first(5))).isEmpty();
        assertThat(shop.live.itemNeighbors("nothing", first(5))).isEmpty();
    }

    @Test
    void searchLooksAtTitlesAndIdsTheMostPopularFirst() {
        shop.store.putItems(List.of(
                new org.tandemrec.server.store.Item("i5", false, List.of(), 5, "null", "The Äpfel"),
                new org.tandemrec.server.store.Item("i6", false, List.of(), 6, "null", "More äpfel")));
        shop.click("a", "i6");
        assertThat(shop.live.search("ÄPFEL", 10))
                .containsExactly(
                        new Recommendations.Titled("i6", "More äpfel"), new Recommendations.Titled("i5", "The Äpfel"));
        assertThat(shop.live.search("I1", 1)).containsExactly(new Recommendations.Titled("i1", "The first"));
    }

    @Test
    void withoutTheStoreUsersInMemoryAreServedAndOthersAsTheModelKnewThem() {
        shop.click("ann", "i3");
        List<String> before = shop.list("ann", 10);
        shop.closeStore();
        assertThat(shop.list("ann", 10)).isEqualTo(before);
        Recommendations.Ranked known = shop.live.recommend("u7", first(100));
        assertThat(known.degraded()).contains("does not answer");
        assertThat(known.items()).hasSizeLessThan(Served.TRAINED);
        Recommendations.Ranked unknown = shop.live.recommend("bob", first(5));
        assertThat(unknown.degraded()).isNotEmpty();
        assertThat(unknown.items()).hasSize(5);
        assertThatThrownBy(() -> shop.live.lists("bob", 5)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void valuesOverwrittenArePastChanged() {
        shop.put(event("ann", "i3", "click", 1, shop.now));
        assertThat(shop.live.lists("ann", 1).latest().getFirst().value()).isEqualTo(1);
        shop.store.append(List.of(event("ann", "i3", "click", 4, shop.now)), Duplicates.OVERWRITE);
        assertThat(shop.live.lists("ann", 1).latest().getFirst().value()).isEqualTo(4);
    }

    @Test
    void eventsThatKeepNothingAway() {
        LiveConfig keeping = new LiveConfig(1 << 20, Set.of(), Set.of("view"), true, 5, 0, 10, 10);
        try (LiveRecommender live = shop.fresh(Served.FUSED, keeping)) {
            shop.put(event("ann", "i3", "view", 0, shop.now), event("ann", "i4", "click", 0, shop.now));
            assertThat(ids(live.recommend("ann", first(100)).items()))
                    .contains("i3")
                    .doesNotContain("i4");
        }
    }
}
