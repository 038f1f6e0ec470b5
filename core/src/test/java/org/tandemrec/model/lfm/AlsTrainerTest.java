package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.lfm.AlsConfig.Solver;

class AlsTrainerTest {
    private static final int USERS = 90;
    private static final int ITEMS = 40;
    private static final double UNOBSERVED = 0.1f;
    private static final double LAMBDA = 0.05f;

    private static AlsConfig config(int factors, float exponent, Solver solver, int steps) {
        return new AlsConfig(factors, 3, 0.1f, 0.05f, exponent, 0.1f, solver, steps);
    }

    private static AlsConfig config(int factors) {
        return config(factors, 1, Solver.CHOLESKY, 1);
    }

    /** Users of very different activity, some without an event, as the last item is. */
    private static Interactions data(boolean repeats) {
        SplittableRandom random = new SplittableRandom(3);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            Set<Integer> seen = new HashSet<>();
            for (int i = user % 30; i > 0; i--) {
                int item = random.nextInt(1 + random.nextInt(ITEMS - 1));
                boolean added = seen.add(item);
                if (added || repeats) {
                    rows.addUntimed(user, item);
                }
            }
        }
        return rows.build(USERS, ITEMS);
    }

    private static TrainingRun run(AlsConfig config, Interactions data) {
        return new AlsTrainer(config).start(data, TrainingContext.of(1).withParallel(Parallel.sequential()));
    }

    private static double epoch(TrainingRun run, int epoch) {
        return run.epoch(epoch, ProgressListener.NONE.start("", 1, ""));
    }

    private static boolean[][] matrix(Interactions data) {
        boolean[][] matrix = new boolean[USERS][ITEMS];
        for (int user = 0; user < USERS; user++) {
            for (int row = data.start(user); row < data.end(user); row++) {
                matrix[user][data.item(row)] = true;
            }
        }
        return matrix;
    }

    /** The objective of Rendle et al. in doubles, per pair: sums over all pairs of trained users and items. */
    private static double objective(ModelState state, Interactions data, double exponent) {
        boolean[][] matrix = matrix(data);
        float[] P = state.floats("userFactors");
        float[] Q = state.floats("itemFactors");
        int F = P.length / USERS;
        int[] ofUser = new int[USERS];
        int[] ofItem = new int[ITEMS];
        int pairs = 0;
        double sum = 0;
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                double score = 0;
                for (int f = 0; f < F; f++) {
                    score += (double) P[user * F + f] * Q[item * F + f];
                }
                sum += UNOBSERVED * score * score;
                if (matrix[user][item]) {
                    sum += (1 - score) * (1 - score);
                    ofUser[user]++;
                    ofItem[item]++;
                    pairs++;
                }
            }
        }
        double users = Arrays.stream(ofUser).filter(n -> n > 0).count();
        double items = Arrays.stream(ofItem).filter(n -> n > 0).count();
        for (int user = 0; user < USERS; user++) {
            sum += LAMBDA * Math.pow(ofUser[user] + UNOBSERVED * items, exponent) * square(P, user, F);
        }
        for (int item = 0; item < ITEMS; item++) {
            sum += LAMBDA * Math.pow(ofItem[item] + UNOBSERVED * users, exponent) * square(Q, item, F);
        }
        return sum / pairs;
    }

    private static double square(float[] rows, int row, int F) {
        double sum = 0;
        for (int f = 0; f < F; f++) {
            sum += (double) rows[row * F + f] * rows[row * F + f];
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"4,1,CHOLESKY", "17,1,CHOLESKY", "4,0.5,CHOLESKY", "5,0,CHOLESKY", "4,1,CONJUGATE_GRADIENT"})
    void anEpochLowersTheObjectiveAndReturnsIt(int factors, float exponent, Solver solver) {
        Interactions data = data(false);
        TrainingRun run = run(config(factors, exponent, solver, 2), data);
        double last = Double.POSITIVE_INFINITY;
        for (int epoch = 1; epoch <= 5; epoch++) {
            double loss = epoch(run, epoch);
            assertThat(loss).isCloseTo(objective(run.state(), data, exponent), within(1e-5));
            assertThat(loss).isLessThan(last + 1e-6);
            last = loss;
        }
        assertThat(last).isLessThan(0.9);
    }

    @Test
    void noStepOfAUserLowersTheObjective() {
        Interactions data = data(false);
        TrainingRun run = run(config(4), data);
        epoch(run, 1);
        ModelState state = run.state();
        double best = objective(state, data, 1);
        float[] P = state.floats("userFactors");
        for (int i = 0; i < P.length; i++) {
            if (data.count(i / 4) > 0) {
                float solved = P[i];
                P[i] = solved + 0.01f;
                double above = objective(state, data, 1);
                P[i] = solved - 0.01f;
                double below = objective(state, data, 1);
                P[i] = solved;
                assertThat(above).isGreaterThan(best);
                assertThat(below).isGreaterThan(best);
                assertThat(above - best).as("a parabola about element %d", i).isCloseTo(below - best, within(1e-7));
            }
        }
    }

    @Test
    void enoughConjugateGradientsAreTheExactSolution() {
        Interactions data = data(false);
        TrainingRun exact = run(config(6), data);
        TrainingRun near = run(config(6, 1, Solver.CONJUGATE_GRADIENT, 12), data);
        for (int epoch = 1; epoch <= 2; epoch++) {
            epoch(exact, epoch);
            epoch(near, epoch);
        }
        for (String name : new String[] {"userFactors", "itemFactors"}) {
            assertThat(near.state().floats(name)).containsExactly(exact.state().floats(name), within(2e-4f));
        }
    }

    @Test
    void aRepeatedPairCountsOnce() {
        TrainingRun once = run(config(4), data(false));
        TrainingRun repeated = run(config(4), data(true));
        assertThat(data(true).size()).isGreaterThan(data(false).size());
        assertThat(epoch(repeated, 1)).isEqualTo(epoch(once, 1));
        assertThat(repeated.state().tensors())
                .usingRecursiveComparison()
                .isEqualTo(once.state().tensors());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33})
    void foldInIsTheRowSolution(int factors) {
        Interactions data = data(true);
        boolean[][] matrix = matrix(data);
        TrainingRun run = run(config(factors), data);
        epoch(run, 1);
        epoch(run, 2);
        FoldIn foldIn = ((LfmModel) run.model()).foldIn();
        float[] P = run.state().floats("userFactors");
        for (int user = 0; user < USERS; user++) {
            if (data.count(user) > 0) {
                int[] history = new int[data.count(user)];
                int start = data.start(user);
                Arrays.setAll(history, i -> data.item(start + i));
                assertThat(foldIn.user(history)).containsExactly(row(P, user, factors));
            }
        }
        epoch(run, 3); // solves for items with the users as they were
        float[] Q = run.state().floats("itemFactors");
        for (int column = 0; column < ITEMS - 1; column++) {
            int item = column;
            int[] users = Arrays.stream(range(USERS))
                    .filter(user -> matrix[user][item])
                    .toArray();
            if (users.length > 0) {
                assertThat(foldIn.item(users)).containsExactly(row(Q, item, factors));
            }
        }
    }

    private static int[] range(int n) {
        int[] range = new int[n];
        Arrays.setAll(range, i -> i);
        return range;
    }

    private static float[] row(float[] rows, int row, int F) {
        return Arrays.copyOfRange(rows, row * F, (row + 1) * F);
    }

    @Test
    void aNewEventMovesAKnownUserTowardsItsItem() {
        Interactions data = data(false);
        TrainingRun run = run(config(4), data);
        epoch(run, 1);
        epoch(run, 2);
        FoldIn foldIn = ((LfmModel) run.model()).foldIn();
        float[] Q = run.state().floats("itemFactors");
        for (int item = 0; item < 20; item++) {
            int other = item;
            int[] history =
                    Arrays.stream(new int[] {0, 1, 2}).filter(i -> i != other).toArray();
            int[] longer = Arrays.copyOf(history, history.length + 1);
            longer[history.length] = item;
            assertThat(score(foldIn.user(longer), Q, item)).isGreaterThan(score(foldIn.user(history), Q, item));
        }
    }

    private static double score(float[] p, float[] Q, int item) {
        double sum = 0;
        for (int f = 0; f < p.length; f++) {
            sum += (double) p[f] * Q[item * p.length + f];
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(Solver.class)
    void progressCountsEveryPairForItsItemAndForItsUser(Solver solver) {
        Interactions data = data(false);
        TrainingRun run = run(config(4, 1, solver, 2), data);
        long[] done = new long[1];
        run.epoch(1, new ProgressListener.Task() {
            @Override
            public void advance(long amount) {
                done[0] += amount;
            }

            @Override
            public void close() {}
        });
        assertThat(run.epochUnits()).isEqualTo(2L * data.size());
        assertThat(done[0]).isEqualTo(run.epochUnits());
        assertThat(run.unit()).isEqualTo("interactions");
    }

    @Test
    void withoutAnyPenaltySolutionsStayFinite() {
        Interactions data =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(1, 1).build(2, 2);
        TrainingRun run = run(new AlsConfig(9, 3, 0, 0, 1, 0.1f, Solver.CHOLESKY, 1), data);
        for (int epoch = 1; epoch <= 3; epoch++) {
            assertThat(epoch(run, epoch)).isCloseTo(0, within(1e-4));
        }
    }

    @Test
    void whatIsNotANumberStopsWithAdvice() {
        Interactions data = data(false);
        TrainingRun run = run(config(4), data);
        ModelState state = run.state();
        Arrays.fill(state.floats("userFactors"), Float.NaN);
        run.restore(state);
        assertThatThrownBy(() -> epoch(run, 7))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessage("als: the loss became NaN in epoch 7, batch 1; raise regularization (now 0.05)");
    }

    @Test
    void whatCannotBeLearnedIsSaid() {
        Interactions nothing = new Interactions.Builder().build(1, 1);
        assertThatThrownBy(() -> run(config(4), nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("als needs at least one training interaction");
        Interactions wide = new Interactions.Builder().addUntimed(0, 0).build(3, 1);
        assertThatThrownBy(() -> run(config(1_000_000_000), wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "1000000000 factors of 3 users and 1 items do not fit an array of 2147483639; lower factors");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 1 | 0.1 | 0.1 | 1 | 0.1 | 1 | factors must be at least 1, but was 0
            1 | 0 | 0.1 | 0.1 | 1 | 0.1 | 1 | epochs must be at least 1, but was 0
            1 | 1 | 1.5 | 0.1 | 1 | 0.1 | 1 | unobservedWeight must be between 0 and 1 (the weight of an interaction), but was 1.5
            1 | 1 | 0.1 | -1  | 1 | 0.1 | 1 | regularization must not be negative, but was -1.0
            1 | 1 | 0.1 | 0.1 | 3 | 0.1 | 1 | frequencyExponent must be between 0 and 2, but was 3.0
            1 | 1 | 0.1 | 0.1 | 1 | 0   | 1 | initStd must be above 0 and at most 10, but was 0.0
            1 | 1 | 0.1 | 0.1 | 1 | 0.1 | 0 | cgIterations must be at least 1, but was 0
            """)
    void settingsAreChecked(
            int factors,
            int epochs,
            float unobserved,
            float regularization,
            float exponent,
            float initStd,
            int steps,
            String message) {
        assertThatThrownBy(() -> new AlsConfig(
                        factors, epochs, unobserved, regularization, exponent, initStd, Solver.CHOLESKY, steps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
