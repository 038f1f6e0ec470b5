package org.tandemrec.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tandemrec.server.live.Shop.item;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.model.Query;
import org.tandemrec.recommend.LiveModel;
import org.tandemrec.recommend.Scorer;
import org.tandemrec.server.live.Recommendations.Explained;
import org.tandemrec.server.live.Recommendations.Explanation;
import org.tandemrec.server.live.Recommendations.Filtered;
import org.tandemrec.server.live.Recommendations.Reason;

class ExplainerTest {
    @TempDir
    Path folder;

    @Test
    void aReasonIsByHowMuchALiftFallsWithoutIt() {
        try (Shop shop = new Shop(folder, Served.FUSED)) {
            shop.click("ann", "i3", "i9", "i3", "i12");
            Explanation explanation = shop.live.explain("ann", 6);
            assertThat(explanation.items().stream().map(Explained::entry))
                    .isEqualTo(shop.live.lists("ann", 6).fused());
            LiveModel model = Served.model(Served.FUSED).model();
            float[] all = lifts(model, 3, 9, 3, 12);
            float[] without3 = lifts(model, 9, 12);
            float[] without12 = lifts(model, 3, 9, 3);
            int found = 0;
            for (Explained explained : explanation.items()) {
                int of = Integer.parseInt(explained.entry().id().substring(1));
                found += check(explained.longTermReasons(), "i3", all[of] - without3[of]);
                found += check(explained.longTermReasons(), "i12", all[of] - without12[of]);
                found += check(explained.shortTermReasons(), "i12", all[30 + of] - without12[30 + of]);
            }
            assertThat(found).isPositive();
        }
    }

    /** Lifts by the long-term part, then by the short-term part. */
    private static float[] lifts(LiveModel model, int... items) {
        long[] times = new long[items.length];
        Scorer scorer = model.scorer();
        scorer.score(model.replay(Query.UNKNOWN_USER, items, new float[items.length], times));
        float[] lifts = new float[60];
        for (int item = 0; item < 30; item++) {
            lifts[item] = scorer.lift(0, item);
            lifts[30 + item] = scorer.lift(1, item);
        }
        return lifts;
    }

    /** A reason is there if and only if it raises the item. */
    private static int check(List<Reason> reasons, String id, float expected) {
        List<Reason> of = reasons.stream().filter(reason -> reason.id().equals(id)).toList();
        assertThat(of).hasSize(expected > 0 ? 1 : 0);
        of.forEach(reason -> assertThat(reason.contribution()).isCloseTo(expected, within(1e-5)));
        return of.size();
    }

    @Test
    void whatWouldStandInTheListIsToldWithItsReason() {
        try (Shop shop = new Shop(folder, Served.FUSED)) {
            shop.click("ann", "i3", "i9");
            List<String> list = shop.list("ann", 29);
            shop.store.putItems(List.of(item(list.get(2), true, 0)));
            Explanation explanation = shop.live.explain("ann", 27);
            assertThat(explanation.items()).hasSize(26);
            assertThat(explanation.filtered())
                    .extracting(Filtered::id)
                    .contains(list.get(2))
                    .doesNotContainAnyElementsOf(shop.list("ann", 29));
            double least = explanation.items().getLast().entry().score();
            for (Filtered filtered : explanation.filtered()) {
                assertThat(filtered.score()).isGreaterThan(least);
                assertThat(filtered.reason()).isEqualTo(filtered.id().equals(list.get(2)) ? "hidden" : "seen");
            }
            assertThat(shop.live.explain("nobody", 3).items()).allSatisfy(explained -> {
                assertThat(explained.longTermReasons()).isEmpty();
                assertThat(explained.shortTermReasons()).isEmpty();
            });
        }
    }
}
