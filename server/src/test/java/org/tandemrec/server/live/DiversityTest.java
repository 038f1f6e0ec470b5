package org.tandemrec.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.recommend.LiveModel;

class DiversityTest {
    private static final LiveModel MODEL = Served.model(Served.ALS).model();

    private static Ranking list(int count) {
        Ranking list = new Ranking(new int[count], new float[count], new float[count], new float[count], true);
        for (int place = 0; place < count; place++) {
            list.items()[place] = place;
            list.scores()[place] = -place * place;
        }
        return list;
    }

    @Test
    void everyPlaceGoesToTheBestOfScoreAndUnlikeness() {
        Ranking list = list(20);
        Ranking diverse = new Diversity(MODEL, 0.4).apply(list);
        assertThat(diverse.items()).containsExactlyInAnyOrder(list.items()).isNotEqualTo(list.items());
        assertThat(diverse.items()[0]).isZero();
        for (int place = 1; place < 20; place++) {
            double chosen = value(diverse, place, diverse.items()[place]);
            for (int later = place + 1; later < 20; later++) {
                assertThat(value(diverse, place, diverse.items()[later])).isLessThanOrEqualTo(chosen);
            }
            assertThat(diverse.scores()[place]).isEqualTo(-(float) Math.pow(diverse.items()[place], 2));
        }
    }

    /** (1 − λ) r − λ max cos of an item if it were to take a place. */
    private static double value(Ranking list, int place, int item) {
        double closest = Double.NEGATIVE_INFINITY;
        for (int before = 0; before < place; before++) {
            closest = Math.max(closest, MODEL.similarity(list.items()[before], item));
        }
        return 0.6 * (1 - item * item / (double) (19 * 19)) - 0.4 * closest;
    }

    @Test
    void offChangesNothing() {
        Ranking list = list(20);
        assertThat(new Diversity(MODEL, 0).apply(list)).isSameAs(list);
    }

    @TempDir
    Path folder;

    @Test
    void aServersListsAreDiverse() {
        LiveConfig config = new LiveConfig(1 << 20, Set.of(), Set.of(), true, 5, 0.6, 10, 10);
        try (Shop shop = new Shop(folder, Served.FUSED);
                LiveRecommender diverse = shop.fresh(Served.FUSED, config)) {
            shop.click("ann", "i3", "i9");
            List<String> plain = shop.list("ann", 100);
            List<String> other = Shop.ids(diverse.recommend("ann", Shop.first(100)).items());
            assertThat(other).containsExactlyInAnyOrderElementsOf(plain).isNotEqualTo(plain);
            assertThat(other.getFirst()).isEqualTo(plain.getFirst());
        }
    }
}
