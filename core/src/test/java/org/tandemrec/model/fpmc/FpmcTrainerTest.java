package org.tandemrec.model.fpmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.Query;
import org.tandemrec.model.ResumedTraining;
import org.tandemrec.model.TrainingContext;

/** Every option learns, resumes to the bit and does not depend on the number of threads; what does not fit is refused. */
class FpmcTrainerTest {
    private static final int ITEMS = 40;
    private static final int TRAINED = 36;

    /** Everybody goes round the trained items, each from another one; the last user has one event. */
    private static Interactions cycle() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 60; user++) {
            for (int i = 0; i < 6 + user % 7; i++) {
                rows.addUntimed(user, (5 * user + i) % TRAINED);
            }
        }
        rows.addUntimed(60, 0);
        return rows.build(61, ITEMS);
    }

    private static TrainingContext context(Parallel parallel) {
        return TrainingContext.of(3).withParallel(parallel);
    }

    private static float[] scores(Model model, int user, int... history) {
        float[] scores = new float[model.itemCount()];
        model.score(new Query(user, history), scores);
        return scores;
    }

    private static FpmcTrainer trainer(String preset, String keys) {
        String all = "'factors':12," + keys;
        return new FpmcTrainer(preset.equals("paper") ? FpmcConfigs.paper(all) : FpmcConfigs.of(all));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            default | 'epochs':14,'batchSize':16,'learningRate':0.03
            default | 'epochs':14,'batchSize':16,'learningRate':0.03,'basketSize':2,'dropout':0
            default | 'epochs':14,'batchSize':16,'learningRate':0.03,'scoring':'sampled','negatives':8
            default | 'epochs':14,'batchSize':16,'learningRate':0.03,'scoring':'sampled','negatives':8,'logQ':true
            default | 'epochs':20,'batchSize':16,'learningRate':0.03,'scoring':'sampled','negatives':8,'loss':'bpr'
            default | 'epochs':14,'batchSize':16,'learningRate':0.03,'optimizer':'adam-w','weightDecay':0.01
            paper   | 'epochs':40,'learningRate':0.2,'regularization':0.002
            paper   | 'epochs':40,'learningRate':0.2,'regularization':0.002,'negatives':3,'negativesAlpha':0.5,'decay':'linear'
            paper   | 'epochs':100,'learningRate':0.3,'regularization':0.001,'basketSize':3
            """)
    void learnsWhatComesNext(String preset, String keys) {
        Model model = trainer(preset, keys).train(cycle(), context(Parallel.sequential()));
        int right = 0;
        for (int last = 0; last < TRAINED; last++) {
            float[] scores = scores(
                    model, Query.UNKNOWN_USER, (last + TRAINED - 2) % TRAINED, (last + TRAINED - 1) % TRAINED, last);
            int best = 0;
            for (int item = 0; item < ITEMS; item++) {
                best = scores[item] > scores[best] ? item : best;
            }
            right += best == (last + 1) % TRAINED ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(TRAINED - 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            default | 'batchSize':16,'scoring':'sampled','negatives':8,'dropout':0.3
            default | 'batchSize':7,'optimizer':'adagrad','momentum':0.2,'basketSize':2
            paper   | 'negatives':2,'decay':'cosine'
            """)
    void resumesToTheBitOnAnyNumberOfThreads(String preset, String keys) {
        ResumedTraining.assertSameBits(trainer(preset, keys + ",'epochs':3"), cycle(), 3, FpmcTrainerTest::context);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "paper"})
    void whoHasNoTargetCountsAsTheMeanOfTheOthers(String preset) {
        Model model = trainer(preset, "'epochs':2").train(cycle(), context(Parallel.sequential()));
        assertThat(scores(model, 60, 4, 5)).isEqualTo(scores(model, Query.UNKNOWN_USER, 4, 5));
        assertThat(scores(model, 59, 4, 5)).isNotEqualTo(scores(model, Query.UNKNOWN_USER, 4, 5));
        double sum = 0;
        for (float score : scores(model, 1, 2)) {
            sum += model.estimate(score);
        }
        assertThat(sum).as("scores are log-probabilities").isCloseTo(1, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            default | 'factors':0 | factors must be at least 1, but was 0
            default | 'basketSize':0 | basketSize must be at least 1, but was 0
            default | 'epochs':0 | epochs must be at least 1, but was 0
            default | 'batchSize':0 | batchSize must be at least 1, but was 0
            default | 'dropout':1 | dropout must be at least 0 and below 1, but was 1.0
            default | 'regularization':-1 | regularization must not be negative, but was -1.0
            default | 'regularization':0.1 | regularization is for learning s-bpr
            default | 'warmupEpochs':12 | warmupEpochs must be less than epochs (12), but was 12.0
            default | 'batchSize':1,'scoring':'sampled' | scoring sampled needs something to compare with
            default | 'scoring':'sampled','negatives':2,'loss':'bpr','logQ':true | logQ corrects the sampled cross-entropy
            default | 'learning':'s-bpr' | learning s-bpr compares an event with at least 1 negative
            paper | 'negatives':0 | learning s-bpr compares an event with at least 1 negative
            paper | 'loss':'top1' | learning s-bpr minimises loss bpr
            paper | 'elu':0.5 | learning s-bpr minimises loss bpr
            paper | 'optimizer':'adam' | learning s-bpr steps by optimizer sgd
            paper | 'momentum':0.5 | learning s-bpr steps by optimizer sgd
            paper | 'clipNorm':1 | learning s-bpr steps by optimizer sgd
            paper | 'dropout':0.5 | dropout is for learning mini-batch
            paper | 'learning':'mini-batch' | regularization is for learning s-bpr
            """)
    void refusesSettingsThatDoNotFit(String preset, String keys, String message) {
        assertThatThrownBy(() -> {
                    FpmcConfig config = preset.equals("paper") ? FpmcConfigs.paper(keys) : FpmcConfigs.of(keys);
                    throw new AssertionError(config);
                })
                .hasMessageContaining(message);
    }

    @Test
    void refusesDataWithoutSequences() {
        Interactions single =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(1, 1).build(2, 2);
        assertThatThrownBy(() -> trainer("default", "'epochs':1").start(single, TrainingContext.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fpmc learns from sequences, but no user has two training interactions");
        Interactions alike =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(0, 0).build(1, 2);
        assertThatThrownBy(() -> trainer("paper", "'epochs':1").start(alike, TrainingContext.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fpmc needs at least two items to tell apart, but the training data has 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "paper"})
    void stopsWhereTheLossIsNoNumber(String preset) {
        String keys = "'epochs':40,'learningRate':1e30";
        assertThatThrownBy(() -> trainer(preset, keys).train(cycle(), context(Parallel.sequential())))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageStartingWith("fpmc: the loss became ")
                .hasMessageContaining("lower the learning rate");
    }

    @Test
    void estimatesItsMemoryFromItsLargestArrays() {
        Interactions data = cycle();
        TrainingContext context = TrainingContext.of(1);
        long small = trainer("default", "'batchSize':16").trainingBytes(data, context);
        long large = trainer("default", "'batchSize':1600").trainingBytes(data, context);
        assertThat(large - small).isEqualTo(4L * 1584 * (2 * ITEMS + 4 * 12));
        assertThat(trainer("paper", "'batchSize':16").trainingBytes(data, context))
                .isLessThan(small);
    }
}
