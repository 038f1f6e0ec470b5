package org.tandemrec.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tandemrec.server.live.Shop.event;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.server.live.Recommendations.OnlineQuality;

class PrequentialTest {
    @TempDir
    Path folder;

    @Test
    void anEventIsLookedForInTheListBeforeIt() throws InterruptedException {
        try (Shop shop = new Shop(folder, Served.FUSED)) {
            assertThat(shop.live.quality().fused().hitRate()).isNaN();
            shop.click("ann", "i3"); // nothing was known before
            List<String> list = shop.list("ann", 20);
            shop.click("ann", list.get(2)); // place 3
            shop.click("ann", shop.list("ann", 20).get(14)); // place 15: a miss
            shop.click("ann", "i3"); // seen before
            shop.click("ann", "i29"); // not trained
            shop.put(event("ann", "i4", "read", 0, shop.now)); // not learned
            shop.live.awaitBackground();
            OnlineQuality quality = shop.live.quality();
            assertThat(quality.events()).isEqualTo(2);
            assertThat(quality.skipped()).isZero();
            assertThat(quality.fused().hitRate()).isEqualTo(0.5);
            assertThat(quality.fused().ndcg()).isCloseTo(0.5 / 2, within(1e-12)); // 1 / log2(4)
            assertThat(shop.metrics.get("tandem.quality.ndcg").tag("list", "fused").gauge().value())
                    .isEqualTo(quality.fused().ndcg());
        }
    }

    @Test
    void ofUsersWhoAreNotInMemoryThePastIsReadAsItWas() throws InterruptedException {
        try (Shop warm = new Shop(folder.resolve("warm"), Served.FUSED);
                Shop cold = new Shop(folder.resolve("cold"), Served.FUSED)) {
            for (String item : List.of("i3", "i9", "i12", "i2", "i20", "i5", "i7", "i1", "i11", "i15")) {
                warm.live.lists("u3", 1);
                warm.click("u3", item);
                cold.click("u3", item);
                warm.live.awaitBackground();
                cold.live.awaitBackground();
            }
            assertThat(cold.live.usersInMemory()).isZero();
            assertThat(cold.live.quality()).isEqualTo(warm.live.quality());
            assertThat(cold.live.quality().events()).isEqualTo(9);
        }
    }

    @Test
    void theWindowSlides() {
        QualityWindow window = new QualityWindow(2, 3);
        window.add(1, 0);
        assertThat(window.figures(0)).isEqualTo(new OnlineQuality.Figures(1, 1));
        assertThat(window.figures(1)).isEqualTo(new OnlineQuality.Figures(0, 0));
        window.add(0, 2);
        window.add(0, 0);
        window.add(0, 0); // the first one is gone
        assertThat(window.count()).isEqualTo(3);
        assertThat(window.figures(0).hitRate()).isZero();
        assertThat(window.figures(1).hitRate()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(window.figures(1).ndcg()).isCloseTo(Math.log(2) / Math.log(3) / 3, within(1e-12));
    }
}
