package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionsTest {
    private record Row(int user, int item, float rating, long millis) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sortsLikeAStableReferenceSort(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int users = 1 + random.nextInt(9);
        List<Row> rows = new ArrayList<>();
        for (int n = random.nextInt(2000); n > 0; n--) {
            long millis = random.nextBoolean() ? random.nextInt(50) * 1000L : random.nextLong(1L << 46);
            rows.add(new Row(random.nextInt(users), random.nextInt(30), random.nextInt(1, 6), millis));
        }
        Interactions interactions = build(rows, users, 30);
        rows.sort(Comparator.comparingInt(Row::user).thenComparingLong(Row::millis));
        assertThat(rows(interactions)).isEqualTo(rows);
    }

    @Test
    void manyRowsOfDifferentWidthsSortLikeFewOfOne() {
        SplittableRandom random = new SplittableRandom(9);
        List<Row> rows = new ArrayList<>();
        for (int n = 0; n < 200_000; n++) { // more than one block, each wider than the one before
            int item = random.nextInt(n < 70_000 ? 100 : 70_000);
            long millis = n < 70_000 ? random.nextInt(9) * 86_400_000L : n < 140_000 ? random.nextInt(9) * 1000L : n;
            rows.add(new Row(random.nextInt(3000), item, n < 140_000 ? 0.5f * random.nextInt(11) : n / 7f, millis));
        }
        Interactions interactions = build(rows, 3000, 70_000);
        rows.sort(Comparator.comparingInt(Row::user).thenComparingLong(Row::millis));
        assertThat(rows(interactions)).isEqualTo(rows);
    }

    @Test
    void keepsTheOrderOfTies() {
        Interactions.Builder builder = new Interactions.Builder();
        for (int item = 0; item < 100; item++) {
            builder.add(0, (item * 37) % 100, 1, 5000);
        }
        Interactions rows = builder.build(1, 100);
        for (int row = 0; row < 100; row++) {
            assertThat(rows.item(row)).isEqualTo((row * 37) % 100);
        }
    }

    @Test
    void hashedTiesDoNotDependOnTheOrderOfTheFile() {
        Interactions.Builder forwards = new Interactions.Builder(TieRule.SEEDED_HASH);
        Interactions.Builder backwards = new Interactions.Builder(TieRule.SEEDED_HASH);
        for (int item = 0; item < 50; item++) {
            forwards.add(0, item, 1, item < 25 ? 1000 : 2000);
            backwards.add(0, 49 - item, 1, 49 - item < 25 ? 1000 : 2000);
        }
        Interactions rows = forwards.build(1, 50);
        assertThat(rows(rows)).isEqualTo(rows(backwards.build(1, 50)));
        assertThat(rows(rows))
                .isNotEqualTo(rows(rows).stream()
                        .sorted(Comparator.comparingInt(Row::item))
                        .toList());
        assertThat(rows.timeMillis(24)).isEqualTo(1000);
        assertThat(rows.timeMillis(25)).isEqualTo(2000);
    }

    @Test
    void narrowColumnsLoseNothing() {
        List<Row> seconds = List.of(new Row(0, 0, 0.5f, 0), new Row(0, 1, 63.5f, Integer.MAX_VALUE * 1000L));
        List<Row> millis = List.of(new Row(0, 0, 0.25f, 1), new Row(0, 1, 64, 99_999_999_999_999L));
        List<Row> late = List.of(new Row(0, 0, -3, 0), new Row(0, 1, 1e20f, (Integer.MAX_VALUE + 1L) * 1000));
        List<Row> days = List.of(new Row(0, 0, 1, 0), new Row(0, 1, 2, 24_855 * 86_400_000L));
        List<Row> lateDays = List.of(new Row(0, 0, 1, 1000), new Row(0, 1, 2, 24_856 * 86_400_000L));
        for (List<Row> rows : List.of(seconds, millis, late, days, lateDays)) {
            assertThat(rows(build(rows, 1, 2))).isEqualTo(rows);
        }
    }

    @Test
    void missingColumnsHaveDefaults() {
        Interactions rows =
                new Interactions.Builder().addUntimed(0, 1).addUntimed(0, 0).build(1, 2);
        assertThat(rows.hasTimes()).isFalse();
        assertThat(rows.hasRatings()).isFalse();
        assertThat(rows(rows)).containsExactly(new Row(0, 1, 1, 0), new Row(0, 0, 1, 0));
        Interactions rated = new Interactions.Builder().addUntimed(0, 1, 4).build(1, 2);
        assertThat(rated.hasRatings()).isTrue();
        assertThat(rated.hasTimes()).isFalse();
        Interactions timed = new Interactions.Builder().addUnrated(0, 1, 7000).build(1, 2);
        assertThat(timed.hasRatings()).isFalse();
        assertThat(timed.timeMillis(0)).isEqualTo(7000);
    }

    @Test
    void everyChangeChangesTheChecksum() {
        List<Row> rows = List.of(new Row(0, 1, 4, 1000), new Row(0, 2, 3, 2000), new Row(1, 0, 5, 1000));
        Set<Long> checksums = new HashSet<>();
        checksums.add(build(rows, 2, 3).checksum());
        assertThat(build(rows, 2, 3).checksum()).isIn(checksums);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            List<Row> changes = List.of(
                    new Row(1 - row.user(), row.item(), row.rating(), row.millis()),
                    new Row(row.user(), (row.item() + 1) % 3, row.rating(), row.millis()),
                    new Row(row.user(), row.item(), row.rating() + 0.5f, row.millis()),
                    new Row(row.user(), row.item(), row.rating(), row.millis() + 1));
            for (Row change : changes) {
                List<Row> changed = new ArrayList<>(rows);
                changed.set(i, change);
                assertThat(checksums.add(build(changed, 2, 3).checksum()))
                        .as("%s", change)
                        .isTrue();
            }
        }
        assertThat(checksums.add(build(rows, 2, 4).checksum()))
                .as("another item")
                .isTrue();
        assertThat(checksums.add(build(rows, 3, 3).checksum()))
                .as("another user")
                .isTrue();
        assertThat(checksums.add(build(rows, 2, 3).prefix(new int[] {1, 3}).checksum()))
                .as("a part")
                .isTrue();
    }

    @Test
    void aPrefixSharesRowsAndChecksItsEnds() {
        List<Row> rows = List.of(new Row(0, 1, 4, 1000), new Row(0, 2, 3, 2000), new Row(1, 0, 5, 1000));
        Interactions all = build(rows, 2, 3);
        Interactions part = all.prefix(new int[] {1, 2});
        assertThat(rows(part)).containsExactly(rows.getFirst());
        assertThat(part.size()).isEqualTo(1);
        assertThat(part.count(1)).isZero();
        assertThat(part.itemCounts()).containsExactly(0, 1, 0);
        assertThat(all.itemCounts()).containsExactly(1, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> part.prefix(new int[] {2, 2}))
                .withMessage("end 2 of user 0 lies outside its rows 0 … 1");
        assertThatIllegalArgumentException().isThrownBy(() -> all.prefix(new int[] {1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> all.prefix(new int[] {1}));
    }

    @Test
    void rowsOutsideTheRangesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interactions.Builder().addUntimed(1, 0).build(1, 1))
                .withMessageContaining("user 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interactions.Builder().addUntimed(0, -1).build(1, 1))
                .withMessageContaining("item -1");
    }

    private static Interactions build(List<Row> rows, int users, int items) {
        Interactions.Builder builder = new Interactions.Builder();
        for (Row row : rows) {
            builder.add(row.user(), row.item(), row.rating(), row.millis());
        }
        return builder.build(users, items);
    }

    private static List<Row> rows(Interactions interactions) {
        List<Row> rows = new ArrayList<>();
        for (int user = 0; user < interactions.userCount(); user++) {
            for (int row = interactions.start(user); row < interactions.end(user); row++) {
                rows.add(new Row(user, interactions.item(row), interactions.rating(row), interactions.timeMillis(row)));
            }
        }
        return rows;
    }
}
