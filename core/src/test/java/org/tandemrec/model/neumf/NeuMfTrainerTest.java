package org.tandemrec.model.neumf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Query;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

class NeuMfTrainerTest {
    private static final int USERS = 40;
    private static final int ITEMS = 30;
    private static final ProgressListener.Task NOBODY = ProgressListener.NONE.start("", 0, "");

    /** Users like items of their own parity; the last user likes all items, user 0 has repeats. */
    private static Interactions parity() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS - 1; user++) {
            for (int i = 0; i < 8; i++) {
                rows.addUntimed(user, (user + 2 * (user / 2 + i)) % ITEMS);
            }
        }
        rows.addUntimed(0, 0);
        for (int item = 0; item < ITEMS; item++) {
            rows.addUntimed(USERS - 1, item);
        }
        return rows.build(USERS, ITEMS);
    }

    private static TrainingContext context(Parallel parallel) {
        return TrainingContext.of(3).withParallel(parallel);
    }

    private static NeuMfTrainer trainer(String keys) {
        return new NeuMfTrainer(NeuMfConfigs.of("'factors':6,'batchSize':16,'initScale':0.1," + keys));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':20,'learningRate':0.02",
                "'epochs':20,'learningRate':0.02,'layers':1,'negatives':2",
                "'epochs':20,'learningRate':0.02,'layers':3,'dropout':0.2",
                "'epochs':20,'learningRate':0.02,'pretrainEpochs':10,'productShare':0.7",
                "'epochs':40,'learningRate':0.1,'optimizer':'adagrad'"
            })
    void learnsWhoLikesWhat(String keys) {
        Model model = trainer(keys).train(parity(), context(Parallel.sequential()));
        int right = 0;
        for (int user = 0; user < USERS - 1; user++) {
            float[] scores = new float[ITEMS];
            model.score(new Query(user, new int[0]), scores);
            double own = 0;
            double other = 0;
            for (int item = 0; item < ITEMS; item++) {
                if (item % 2 == user % 2) {
                    own += scores[item];
                } else {
                    other += scores[item];
                }
            }
            right += own > other ? 1 : 0;
        }
        assertThat(right).isEqualTo(USERS - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'epochs':3,'dropout':0.3", "'epochs':3,'pretrainEpochs':1", "'epochs':3,'pretrainEpochs':2"})
    void resumesToTheBitOnAnyNumberOfThreads(String keys) {
        Interactions data = parity();
        try (Parallel two = new Parallel(2)) {
            TrainingRun whole = trainer(keys).start(data, context(Parallel.sequential()));
            TrainingRun run = trainer(keys).start(data, context(two));
            for (int epoch = 1; epoch <= 3; epoch++) {
                assertThat(run.epoch(epoch, NOBODY)).isEqualTo(whole.epoch(epoch, NOBODY));
                ModelState state = run.state();
                assertThat(state.tensors())
                        .usingRecursiveComparison()
                        .isEqualTo(whole.state().tensors());
                run = trainer(keys).start(data, context(two));
                run.restore(state);
            }
        }
    }

    /** A logit of 0 has a loss of ln 2; an event has one for itself and one for each of its negatives. */
    @Test
    void theLossIsTheMeanOverEventsAndNegatives() {
        TrainingRun run =
                trainer("'epochs':1,'learningRate':1e-7,'negatives':3").start(parity(), context(Parallel.sequential()));
        assertThat(run.epoch(1, NOBODY)).isCloseTo(Math.log(2), within(0.05));
    }

    @Test
    void halvesAreFusedByTheirShares() {
        Interactions data = parity();
        String keys = "'epochs':2,'pretrainEpochs':1,'productShare':";
        float[][] scores = new float[3][ITEMS];
        float[] shares = {0, 1, 0.25f};
        for (int i = 0; i < shares.length; i++) {
            TrainingRun run = trainer(keys + shares[i]).start(data, context(Parallel.sequential()));
            run.epoch(1, NOBODY);
            run.model().score(new Query(2, new int[0]), scores[i]);
        }
        assertThat(scores[0]).isNotEqualTo(scores[1]);
        for (int item = 0; item < ITEMS; item++) {
            assertThat(scores[2][item]).isCloseTo(0.75f * scores[0][item] + 0.25f * scores[1][item], within(1e-4f));
        }
    }

    @Test
    void halvesOnTheirOwnDoNotChangeEachOther() {
        Interactions data = parity();
        TrainingRun shallow =
                trainer("'epochs':3,'pretrainEpochs':2,'negatives':3").start(data, context(Parallel.sequential()));
        TrainingRun dropped = trainer("'epochs':3,'pretrainEpochs':2,'negatives':3,'dropout':0.5")
                .start(data, context(Parallel.sequential()));
        for (int epoch = 1; epoch <= 3; epoch++) {
            shallow.epoch(epoch, NOBODY);
            dropped.epoch(epoch, NOBODY);
            float[] product = shallow.state().floats("output.product");
            if (epoch <= 2) { // dropout is in the perceptron alone
                assertThat(dropped.state().floats("output.product")).isEqualTo(product);
            } else {
                assertThat(dropped.state().floats("output.product")).isNotEqualTo(product);
            }
            assertThat(dropped.state().floats("output.perceptron"))
                    .isNotEqualTo(shallow.state().floats("output.perceptron"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void unseenItemsAreThoseWithoutAnEvent(long seed) {
        SplittableRandom random = new Seed(seed).random();
        int users = random.nextInt(1, 6);
        int items = random.nextInt(1, 40);
        boolean[][] seen = new boolean[users][items];
        boolean[] occurs = new boolean[items];
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < random.nextInt(0, 120); i++) {
            int user = random.nextInt(users);
            int item = random.nextInt(items);
            seen[user][item] = true;
            occurs[item] = true;
            rows.addUntimed(user, item);
        }
        UnseenItems unseen = new UnseenItems(rows.build(users, items));
        for (int user = 0; user < users; user++) {
            List<Integer> expected = new ArrayList<>();
            for (int item = 0; item < items; item++) {
                if (occurs[item] && !seen[user][item]) {
                    expected.add(item);
                }
            }
            int[] actual = new int[unseen.count(user)];
            int number = user;
            Arrays.setAll(actual, k -> unseen.item(number, k));
            assertThat(actual)
                    .containsExactly(
                            expected.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'factors':0 | factors must be at least 1, but was 0
            'layers':0 | layers must be from 1 to 20, but was 0
            'layers':21 | layers must be from 1 to 20, but was 21
            'layers':20 | the perceptron's input has factors * 2^layers elements, at most 1048576, but would have 33554432
            'dropout':1 | dropout must be at least 0 and below 1, but was 1.0
            'negatives':0 | negatives must be at least 1, but was 0
            'epochs':0 | epochs must be at least 1, but was 0
            'pretrainEpochs':15 | pretrainEpochs must be at least 0 (off) and below epochs (15), but was 15
            'pretrainEpochs':-1 | pretrainEpochs must be at least 0 (off) and below epochs (15), but was -1
            'productShare':1.5 | productShare must be from 0 to 1, but was 1.5
            'batchSize':0 | batchSize must be at least 1, but was 0
            'warmupEpochs':15 | warmupEpochs must be less than epochs (15), but was 15.0
            """)
    void refusesSettingsThatDoNotFit(String keys, String message) {
        assertThatThrownBy(() -> NeuMfConfigs.of(keys)).hasMessageContaining(message);
    }

    @Test
    void towersHalveFromTheInputOn() {
        assertThat(NeuMfConfigs.of("'factors':8,'layers':3").sizes()).containsExactly(64, 32, 16, 8);
        assertThat(NeuMfConfigs.of("'factors':8,'layers':3").embedding()).isEqualTo(32);
        assertThat(NeuMfConfig.PAPER.sizes()).containsExactly(256, 128, 64);
    }

    @Test
    void refusesEmptyData() {
        Interactions none = new Interactions.Builder().build(2, 2);
        assertThatThrownBy(() -> trainer("'epochs':1").start(none, TrainingContext.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("neumf needs at least one training interaction");
    }

    @Test
    void stopsWhereTheLossIsNoNumber() {
        String keys = "'epochs':20,'learningRate':1e30,'optimizer':'sgd'";
        assertThatThrownBy(() -> trainer(keys).train(parity(), context(Parallel.sequential())))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageStartingWith("neumf: the loss became ")
                .hasMessageContaining("lower the learning rate");
    }

    @Test
    void estimatesItsMemoryFromItsLargestArrays() {
        Interactions data = parity();
        long small = new NeuMfTrainer(NeuMfConfigs.of("'batchSize':10")).trainingBytes(data, TrainingContext.of(1));
        long large = new NeuMfTrainer(NeuMfConfigs.of("'batchSize':110")).trainingBytes(data, TrainingContext.of(1));
        assertThat(large - small).isEqualTo(4L * 100 * 5 * (2 * (64 + 32) + 4 * 64 + 2 * 32));
    }
}
