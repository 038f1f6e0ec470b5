package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Query;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.ShuffledOrder;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.split.TargetRule;

/**
 * A log with planted future information. Users have ten events that mean nothing, then the key of their group and, a day later, their
 * group's future: an item that others of the group take after the same key, so that whoever has seen any of their last events knows it.
 * Half of the futures are items that nobody takes before.
 */
class NoLeakTest {
    private static final int USERS = 80;
    private static final int GROUPS = 20;
    private static final int COMMON = 30;
    private static final int FIRST_KEY = COMMON;
    private static final int FIRST_NOVEL = FIRST_KEY + GROUPS;
    private static final int ITEMS = FIRST_NOVEL + GROUPS;
    private static final long HOUR = 3_600_000;
    private static final long CUT = 100 * HOUR;

    static final List<String> RULES = List.of(
            "user-tail(0.1)",
            "leave-last-out",
            "last-sessions(1)",
            "global-tail(0.08)",
            "global-time(1970-01-05T04:00:00Z)");

    /** All that comes before the future is one session, so that nothing of it can be held out for validation. */
    static final List<String> LONG_SESSIONS = List.of("last-sessions(1,7200)");

    private static final Interactions LOG = log();

    @ParameterizedTest
    @FieldSource({"RULES", "LONG_SESSIONS"})
    void aReaderOfTheTrainingPartKnowsNothingOfTheFuture(String rule) {
        Split split = SplitRule.parse(rule).apply(LOG);
        assertThat(plantedTargets(split)).hasSize(USERS);
        assertThat(found(split, LOG, split.train())).isZero();
        Candidates candidates = Candidates.of(split.train());
        for (int novel = FIRST_NOVEL; novel < ITEMS; novel++) {
            assertThat(candidates.contains(novel)).isFalse();
        }
        assertThat(found(split, LOG, LOG)).as("who reads everything finds all").isEqualTo(USERS);
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void figuresOfSuchAReaderAreNought(String rule) {
        Split split = SplitRule.parse(rule).apply(LOG);
        Protocol protocol = new Protocol(List.of(new CandidateRule.FullUnseen()), List.of(1), new Seed(1));
        assertThat(new Evaluator(split, protocol)
                        .evaluate(List.of(new Contender("reader", reader(split.train()), null)))
                        .value("full-unseen", "reader", "hr", 1))
                .isZero();
        assertThat(new Evaluator(split, protocol)
                        .evaluate(List.of(new Contender("reader", reader(LOG), null)))
                        .value("full-unseen", "reader", "hr", 1))
                .as("half of the futures are no candidates, which nobody finds")
                .isEqualTo(0.5);
    }

    @Test
    void aRandomSplitLeaks() {
        Split split = SplitRule.parse("random(0.3)").apply(LOG);
        List<Integer> planted = plantedTargets(split);
        assertThat(planted).hasSizeGreaterThan(10);
        assertThat(found(split, LOG, split.train())).isGreaterThan(planted.size() / 2);
        assertThat(Candidates.of(split.train()).contains(FIRST_NOVEL + GROUPS - 1))
                .isTrue();
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void validationHidesTheEndOfTheTrainingPartLikewise(String rule) {
        Split validation = SplitRule.parse(rule).apply(LOG).validation();
        assertThat(validation.targetCount()).isPositive();
        for (int user = 0; user < USERS; user++) {
            for (int row = validation.train().start(user);
                    row < validation.train().end(user);
                    row++) {
                assertThat(LOG.item(row)).isLessThan(FIRST_NOVEL);
                assertThat(LOG.timeMillis(row)).isLessThan(CUT);
            }
        }
    }

    /** Who goes by the last item loses what it found with the key when the key is no longer last; who counts items loses nothing. */
    @Test
    void aShuffledHistoryTellsWhoOwesItsAccuracyToOrder() {
        Split split = SplitRule.parse("leave-last-out").apply(LOG);
        Split shuffled = ShuffledOrder.of(split, TargetRule.LAST, new Seed(3));
        assertThat(found(split, LOG, LOG)).isEqualTo(USERS);
        assertThat(found(split, shuffled.all(), LOG)).isLessThan(USERS / 4);
        FakeModel counter = FakeModel.of("counter", LOG, (user, history, scores) -> {
            for (int item : history) {
                scores[item] += 1;
            }
        });
        for (int user = 0; user < USERS; user++) {
            float[] ordered = new float[ITEMS];
            float[] mixed = new float[ITEMS];
            counter.score(new Query(user, history(split.all(), user)), ordered);
            counter.score(new Query(user, history(shuffled.all(), user)), mixed);
            assertThat(mixed).isEqualTo(ordered);
        }
    }

    private static Interactions log() {
        SplittableRandom random = new SplittableRandom(7);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            for (int i = 0; i < 10; i++) {
                rows.addUnrated(user, random.nextInt(COMMON), i * HOUR + user);
            }
            rows.addUnrated(user, FIRST_KEY + group(user), 10 * HOUR + user);
            rows.addUnrated(user, future(user), CUT);
        }
        return rows.build(USERS, ITEMS);
    }

    private static int group(int user) {
        return user % GROUPS;
    }

    private static int future(int user) {
        int group = group(user);
        return group % 2 == 0 ? (group * 7 + 3) % COMMON : FIRST_NOVEL + group;
    }

    /** The users whose future is a target. */
    private static List<Integer> plantedTargets(Split split) {
        List<Integer> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            for (int row = split.train().end(user); row < split.all().end(user); row++) {
                if (split.all().timeMillis(row) == CUT) {
                    users.add(user);
                }
            }
        }
        return users;
    }

    /** How many futures that are targets a reader of some interactions ranks first, above all other items, on given histories. */
    private static int found(Split split, Interactions histories, Interactions read) {
        FakeModel reader = reader(read);
        int found = 0;
        for (int user : plantedTargets(split)) {
            float[] scores = new float[ITEMS];
            reader.score(new Query(user, history(histories, user)), scores);
            boolean first = true;
            for (int item = 0; item < ITEMS; item++) {
                first &= item == future(user) || scores[item] < scores[future(user)];
            }
            found += first ? 1 : 0;
        }
        return found;
    }

    /** What the user had before the last event. */
    private static int[] history(Interactions all, int user) {
        int[] history = new int[all.count(user) - 1];
        for (int i = 0; i < history.length; i++) {
            history[i] = all.item(all.start(user) + i);
        }
        return history;
    }

    /** A model that has read some interactions and remembers how often which item followed which. */
    private static FakeModel reader(Interactions read) {
        float[][] follows = new float[ITEMS][ITEMS];
        for (int user = 0; user < USERS; user++) {
            for (int row = read.start(user) + 1; row < read.end(user); row++) {
                follows[read.item(row - 1)][read.item(row)]++;
            }
        }
        return FakeModel.of("reader", read, (user, history, scores) -> {
            float[] next = history.length == 0 ? new float[ITEMS] : follows[history[history.length - 1]];
            System.arraycopy(next, 0, scores, 0, ITEMS);
        });
    }
}
