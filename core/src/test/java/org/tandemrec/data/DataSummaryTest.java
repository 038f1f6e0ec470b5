package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tandemrec.data.DataSummary.Bucket;

class DataSummaryTest {
    @Test
    void summarisesASample() {
        DataSummary summary = DataSummary.of(Dataset.read(Path.of("..", "data", "movielens-dat")));
        assertThat(summary.users()).isEqualTo(3);
        assertThat(summary.items()).isEqualTo(6);
        assertThat(summary.interactions()).isEqualTo(12);
        assertThat(summary.repeatedRows()).isEqualTo(1);
        assertThat(summary.density()).isEqualTo(11 / 18.0);
        assertThat(summary.tiedRows()).isEqualTo(4);
        assertThat(summary.tieRule()).isEqualTo("file order");
        assertThat(summary.first()).isEqualTo(Instant.parse("2000-12-31T22:00:19Z"));
        assertThat(summary.last()).isEqualTo(Instant.parse("2001-01-01T23:16:40Z"));
        assertThat(summary.lengths())
                .isEqualTo(new DataSummary.Lengths(3, 4, 4, 5, List.of(new Bucket(3, 4, 2), new Bucket(5, 9, 1))));
        assertThat(summary.ratings())
                .containsExactly(
                        new Bucket(1, 1, 1),
                        new Bucket(2, 2, 1),
                        new Bucket(3, 3, 2),
                        new Bucket(4, 4, 5),
                        new Bucket(5, 5, 3));
    }

    @Test
    void bucketsHaveTheStatedBoundsAndHoldEverybody() {
        int[] lengths = {1, 1, 2, 3, 4, 5, 9, 10, 19, 20, 49, 50, 99, 100, 199, 200, 1000};
        DataSummary summary = DataSummary.of(dataset(lengths));
        assertThat(summary.lengths().histogram())
                .containsExactly(
                        new Bucket(1, 1, 2),
                        new Bucket(2, 2, 1),
                        new Bucket(3, 4, 2),
                        new Bucket(5, 9, 2),
                        new Bucket(10, 19, 2),
                        new Bucket(20, 49, 2),
                        new Bucket(50, 99, 2),
                        new Bucket(100, 199, 2),
                        new Bucket(200, 499, 1),
                        new Bucket(500, 999, 0),
                        new Bucket(1000, 1999, 1));
        assertThat(summary.lengths().median()).isEqualTo(19);
        assertThat(summary.lengths().mean())
                .isEqualTo(IntStream.of(lengths).average().orElseThrow());
        assertThat(summary.first()).isNull();
        assertThat(summary.tiedRows()).isZero();
        assertThat(summary.ratings()).isEmpty();
    }

    @Test
    void manyRatingsShareTenBars() {
        Interactions.Builder builder = new Interactions.Builder();
        for (int i = 0; i <= 100; i++) {
            builder.addUntimed(0, i, i / 10f);
        }
        List<Bucket> bars = DataSummary.of(dataset(builder.build(1, 101))).ratings();
        assertThat(bars).hasSize(10);
        assertThat(bars.getFirst().from()).isZero();
        assertThat(bars.getLast().to()).isEqualTo(10);
        assertThat(bars.stream().mapToLong(Bucket::count).sum()).isEqualTo(101);
        assertThat(bars.getLast().count()).isEqualTo(11);
    }

    @Test
    void onlyTheLastRowOfAPairStandsForARating() {
        Interactions rows = new Interactions.Builder()
                .add(0, 1, 5, 3000)
                .add(0, 1, 1, 1000)
                .add(0, 0, 2, 2000)
                .add(1, 1, 4, 9000)
                .build(2, 2);
        assertThat(Repeats.lastOfPair(rows).stream()).containsExactly(1, 2, 3);
        assertThat(Repeats.count(rows)).isEqualTo(1);
        Interactions part = rows.prefix(new int[] {2, 3});
        assertThat(Repeats.lastOfPair(part).stream()).as("last within the part").containsExactly(0, 1);
        assertThat(Repeats.count(part)).isZero();
    }

    private static Dataset dataset(int[] lengths) {
        Interactions.Builder builder = new Interactions.Builder();
        for (int user = 0; user < lengths.length; user++) {
            for (int i = 0; i < lengths[user]; i++) {
                builder.addUntimed(user, i);
            }
        }
        return dataset(builder.build(lengths.length, 1000));
    }

    private static Dataset dataset(Interactions rows) {
        return new Dataset("test", "none", rows, Vocabulary.of(List.of()), Vocabulary.of(List.of()), Map.of());
    }
}
