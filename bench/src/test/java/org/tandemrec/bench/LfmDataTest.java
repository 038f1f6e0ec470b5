package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.ProgressListener;

final class LfmDataTest {
    private static Set<String> rows(Interactions part) {
        Set<String> rows = new HashSet<>();
        for (int user = 0; user < part.userCount(); user++) {
            for (int row = part.start(user); row < part.end(user); row++) {
                rows.add(user + " " + part.item(row) + " " + part.rating(row));
            }
        }
        return rows;
    }

    private static Interactions distinct(int users, int items) {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < users; user++) {
            for (int item = 0; item < items; item++) {
                rows.add(user, item, 1 + (user + item) % 5, user * 1000L + item);
            }
        }
        return rows.build(users, items);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void exactlyAsManyRowsAreDrawnAsAreAskedFor(long seed) {
        Interactions all = distinct(20, 30);
        LfmData drawn = LfmData.drawn(all, 500, 50, new Seed(seed), "here");
        Interactions test = Objects.requireNonNull(drawn.test());
        assertThat(drawn.train().size()).isEqualTo(450);
        assertThat(test.size()).isEqualTo(50);
        Set<String> both = rows(drawn.train());
        both.addAll(rows(test));
        assertThat(both).hasSize(500).isSubsetOf(rows(all));
        assertThat(drawn.description()).isEqualTo("450 ratings of 20 users on 30 items, 50 tested; here");
    }

    @Test
    void everyRowIsTestedAboutAsOften() {
        Interactions all = distinct(5, 8);
        int[] tested = new int[40];
        for (long seed = 0; seed < 2000; seed++) {
            LfmData drawn = LfmData.drawn(all, 40, 10, new Seed(seed), "here");
            Interactions test = Objects.requireNonNull(drawn.test());
            for (int user = 0; user < 5; user++) {
                for (int row = test.start(user); row < test.end(user); row++) {
                    tested[user * 8 + test.item(row)]++;
                }
            }
        }
        assertThat(Arrays.stream(tested).boxed())
                .allMatch(count -> count > 400 && count < 600); // 500, 5 standard deviations
    }

    @Test
    void theShapesAreThoseOfTheDataSets() {
        LfmData movieLens = LfmData.movieLens(new Seed(1), 100, true);
        assertThat(movieLens.train().size()).isEqualTo(10_002 - 1000);
        assertThat(Objects.requireNonNull(movieLens.test()).size()).isEqualTo(1000);
        assertThat(movieLens.train().userCount()).isEqualTo(60);
        assertThat(LfmData.movieLens(new Seed(1), 100, false).test()).isNull();
        LfmData netflix = LfmData.netflix(new Seed(1), 1000, ProgressListener.NONE);
        assertThat(netflix.train().size()).isEqualTo(100_481);
        assertThat(netflix.train().userCount()).isEqualTo(480);
        assertThat(netflix.test()).isNull();
    }
}
