package org.tandemrec.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;

class FiltersTest {
    @ParameterizedTest
    @ValueSource(strings = {"none", "k-core(5)", "min-length(1)", "min-length(10),k-core(2)"})
    void textRoundTrips(String text) {
        Filters filters = Filters.parse(text);
        assertThat(filters).hasToString(text);
        assertThat(Filters.parse(" " + text.replace(",", " , ") + "\n")).isEqualTo(filters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|a filter is k-core(5) or min-length(5), but was \"\"",
                "5-core|a filter is k-core(5) or min-length(5), but was \"5-core\"",
                "k-core(5),none|a filter is k-core(5) or min-length(5), but was \"none\"",
                "k-core(-1)|a filter is k-core(5) or min-length(5), but was \"k-core(-1)\"",
                "k-core(0)|k-core needs at least 1 interaction, but was given 0",
                "min-length(0)|min-length needs at least 1 interaction, but was given 0",
            })
    void badTextSaysWhatAFilterIs(String text, String message) {
        assertThatThrownBy(() -> Filters.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** Item 3 has one user, so it goes; then user 2 has one item left, so it goes; then item 2 has one user left, and goes, too. */
    @Test
    void theCoreIsFoundStepByStep() {
        Interactions all = log(new int[][] {{0, 1, 2}, {1, 0}, {2, 3}, {}, {0, 1}});
        Interactions core = Filters.parse("k-core(2)").apply(all);
        assertThat(itemsByUser(core))
                .containsExactly(List.of(0, 1), List.of(1, 0), List.of(), List.of(), List.of(0, 1));
        assertThat(core.userCount()).isEqualTo(5);
        assertThat(core.itemCount()).isEqualTo(4);
        assertThat(Filters.parse("k-core(2)").described(all, core))
                .isEqualTo("the filter k-core(2) keeps 6 of 9 interactions, 3 of 4 users and 2 of 4 items");
    }

    @Test
    void shortHistoriesGoAndItemsStay() {
        Interactions all = log(new int[][] {{0, 1, 2}, {1, 0}, {2, 3}, {3, 3, 3}});
        assertThat(itemsByUser(Filters.parse("min-length(3)").apply(all)))
                .containsExactly(List.of(0, 1, 2), List.of(), List.of(), List.of(3, 3, 3));
    }

    /** The k-core is the largest such part, so it is what remains of taking away any rare user or item until there is none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void theCoreIsThatOfOneRemovalAtATime(int k) {
        int some = 0;
        for (int seed = 0; seed < 60; seed++) {
            Interactions all = RandomLog.of(seed);
            Interactions core = new Filter.KCore(k).apply(all);
            List<List<Integer>> expected = itemsByUser(all);
            while (removedOne(expected, all.itemCount(), k)) {
                some++;
            }
            assertThat(itemsByUser(core)).isEqualTo(expected);
            assertThat(new Filter.KCore(k).apply(core)).isSameAs(core);
            assertThat(core.userCount()).isEqualTo(all.userCount());
            assertThat(core.itemCount()).isEqualTo(all.itemCount());
        }
        assertThat(some > 0).isEqualTo(k > 1);
    }

    @Test
    void rowsKeepTheirRatingsTimesAndOrder() {
        Interactions all = RandomLog.of(3);
        Interactions kept = new Filter.MinLength(6).apply(all);
        assertThat(kept.size()).isLessThan(all.size()).isPositive();
        assertThat(kept.tieRule()).isEqualTo(all.tieRule());
        for (int user = 0; user < all.userCount(); user++) {
            assertThat(kept.count(user)).isEqualTo(all.count(user) < 6 ? 0 : all.count(user));
            for (int i = 0; i < kept.count(user); i++) {
                assertThat(kept.item(kept.start(user) + i)).isEqualTo(all.item(all.start(user) + i));
                assertThat(kept.rating(kept.start(user) + i)).isEqualTo(all.rating(all.start(user) + i));
                assertThat(kept.timeMillis(kept.start(user) + i)).isEqualTo(all.timeMillis(all.start(user) + i));
            }
        }
    }

    @Test
    void theOrderOfFiltersCounts() {
        Interactions all = log(new int[][] {{0, 1, 2}, {0, 1}, {0, 1}});
        assertThat(Filters.parse("min-length(3),k-core(1)").apply(all).size()).isEqualTo(3);
        assertThat(Filters.parse("k-core(2),min-length(2)").apply(all).size()).isEqualTo(6);
        assertThatThrownBy(() -> Filters.parse("k-core(2),min-length(3)").apply(all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the filter k-core(2),min-length(3) leaves none of 7 interactions; choose a smaller number");
    }

    @Test
    void withoutAFilterTheDataAndTheSplitStayAsTheyAre() {
        Interactions all = RandomLog.of(1);
        assertThat(Filters.NONE.apply(all)).isSameAs(all);
        assertThat(new Filter.KCore(1).apply(all)).isSameAs(all);
        assertThat(Filters.NONE.named("leave-last-out")).isEqualTo("leave-last-out");
        assertThat(Filters.parse("k-core(5)").named("leave-last-out")).isEqualTo("leave-last-out of k-core(5)");
        assertThat(Filters.parse("k-core(5)").apply(log(new int[][] {{}})).size())
                .isZero();
    }

    private static boolean removedOne(List<List<Integer>> users, int itemCount, int k) {
        int[] counts = new int[itemCount];
        users.forEach(items -> items.forEach(item -> counts[item]++));
        for (List<Integer> items : users) {
            for (int i = 0; i < items.size(); i++) {
                if (items.size() < k || counts[items.get(i)] < k) {
                    items.subList(i, i + 1).clear();
                    return true;
                }
            }
        }
        return false;
    }

    private static Interactions log(int[][] itemsByUser) {
        Interactions.Builder rows = new Interactions.Builder();
        int items = 0;
        for (int user = 0; user < itemsByUser.length; user++) {
            for (int i = 0; i < itemsByUser[user].length; i++) {
                rows.add(user, itemsByUser[user][i], 1, i);
                items = Math.max(items, itemsByUser[user][i] + 1);
            }
        }
        return rows.build(itemsByUser.length, items);
    }

    private static List<List<Integer>> itemsByUser(Interactions rows) {
        List<List<Integer>> users = new ArrayList<>();
        for (int user = 0; user < rows.userCount(); user++) {
            List<Integer> items = new ArrayList<>();
            for (int row = rows.start(user); row < rows.end(user); row++) {
                items.add(rows.item(row));
            }
            users.add(items);
        }
        return users;
    }
}
