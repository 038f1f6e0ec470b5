package org.tandemrec.model.sasrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ConfigJson;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.Query;
import org.tandemrec.model.ResumedTraining;
import org.tandemrec.model.TrainingContext;

/** Every option learns, resumes to the bit, and does not depend on the number of threads. */
class SasRecOptionsTest {
    private static final int ITEMS = 40;
    private static final int TRAINED = 36;
    /* Further apart than any two items of a user. */
    private static final int FAR = 13;
    /** Everybody goes round the trained items, each from another one. */
    private static Interactions cycle() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 60; user++) {
            for (int i = 0; i < 6 + user % 7; i++) {
                rows.addUnrated(user, (5 * user + i) % TRAINED, 1000L * user + 100L * i);
            }
        }
        return rows.build(60, ITEMS);
    }

    private static SasRecTrainer trainer(String keys) {
        return new SasRecTrainer(
                Configs.of("'hiddenSize':24,'maxLength':8,'batchSize':8,'learningRate':0.01,'dropout':0.1," + keys));
    }

    private static TrainingContext context(Parallel parallel) {
        return TrainingContext.of(3).withParallel(parallel);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':10",
                "'epochs':10,'norm':'after','activation':'relu','layers':1",
                "'epochs':10,'heads':3,'expansion':2,'activation':'tanh'",
                "'epochs':10,'embedding':'separate','labelSmoothing':0.1",
                "'epochs':16,'longHistory':'latest','maxLength':4",
                "'epochs':12,'scoring':'sampled','negatives':8,'logQ':true",
                "'epochs':25,'loss':'bpr-max','scoring':'sampled','negatives':16",
                "'epochs':12,'optimizer':'adam','weightDecay':0,'clipNorm':0,'warmupEpochs':0,'decay':'none'"
            })
    void learnsWhatComesNext(String keys) {
        Model model = trainer(keys).train(cycle(), context(Parallel.sequential()));
        float[] scores = new float[ITEMS];
        int right = 0;
        for (int item = 0; item < TRAINED; item++) {
            model.score(Query.ofHistory((item + TRAINED - 1) % TRAINED, item), scores);
            int best = 0;
            for (int other = 1; other < TRAINED; other++) {
                best = scores[other] > scores[best] ? other : best;
            }
            right += best == (item + 1) % TRAINED ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(TRAINED - 3);
    }

    /** A user's own items are no negatives, so that what they have near a target is not told from it; what is far is. */
    @Test
    void ownNegativesRankWhatComesNextAboveWhatIsFarAway() {
        Model model = trainer("'epochs':25,'ownNegatives':4").train(cycle(), context(Parallel.sequential()));
        float[] scores = new float[ITEMS];
        int right = 0;
        for (int item = 0; item < TRAINED; item++) {
            model.score(Query.ofHistory((item + TRAINED - 1) % TRAINED, item), scores);
            float far = Float.NEGATIVE_INFINITY;
            for (int distance = FAR; distance <= TRAINED - FAR; distance++) {
                far = Math.max(far, scores[(item + distance) % TRAINED]);
            }
            right += scores[(item + 1) % TRAINED] > far ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(TRAINED - 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':3",
                "'epochs':3,'norm':'after','embedding':'separate','scoring':'sampled','negatives':5",
                "'epochs':3,'ownNegatives':2,'longHistory':'latest','optimizer':'adagrad','weightDecay':0,'momentum':0.3"
            })
    void resumedWithOtherThreadsToTheBit(String keys) {
        ResumedTraining.assertSameBits(trainer(keys), cycle(), 3, SasRecOptionsTest::context);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'hiddenSize':0; hiddenSize must be at least 1, but was 0",
                "'layers':0; layers must be at least 1, but was 0",
                "'heads':5; heads must divide hiddenSize (24), but was 5",
                "'expansion':0; expansion must be at least 1, but was 0",
                "'maxLength':0; maxLength must be at least 1, but was 0",
                "'dropout':1; dropout must be at least 0 and less than 1, but was 1.0",
                "'ownNegatives':-1; ownNegatives must not be negative, but was -1",
                "'ownNegatives':1,'loss':'bpr'; with 1 of them leave scoring and loss as they are",
                "'batchSize':0; batchSize must be at least 1, but was 0",
                "'epochs':0; epochs must be at least 1, but was 0",
                "'warmupEpochs':20; warmupEpochs must be less than epochs (20), but was 20.0",
                "'scoring':'sampled','batchSize':1; scoring sampled needs something to compare with",
                "'scoring':'sampled','logQ':true,'loss':'bpr'; logQ corrects the sampled cross-entropy, but loss was bpr"
            })
    void aConfigSaysWhichRuleItBreaks(String keys, String message) {
        assertThatThrownBy(() -> trainer(keys)).hasMessageContaining(message);
    }

    @Test
    void presetsComeBackFromJson() {
        for (SasRecConfig preset : List.of(SasRecConfig.DEFAULT, SasRecConfig.PAPER)) {
            assertThat(ConfigJson.overlay(SasRecConfig.DEFAULT, ConfigJson.toJson(preset)))
                    .isEqualTo(preset);
        }
    }

    @Test
    void aHugeLearningRateStopsWithAdvice() {
        SasRecTrainer trainer = trainer("'epochs':3,'learningRate':3e38,'weightDecay':0,'warmupEpochs':0");
        assertThatThrownBy(() -> trainer.train(cycle(), context(Parallel.sequential())))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageMatching("sasrec: the loss became (NaN|-?Infinity) in epoch 1, batch [1-9]\\d*; "
                        + "lower the learning rate \\(now 3.*E38, try .*\\)");
    }

    @Test
    void sequencesAreNeeded() {
        Interactions training =
                new Interactions.Builder().addUntimed(0, 3).addUntimed(1, 2).build(2, ITEMS);
        assertThatThrownBy(() -> trainer("'epochs':3").train(training, context(Parallel.sequential())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sasrec learns from sequences, but no user has two training interactions");
    }

    @Test
    void memoryGrowsWithTheMiniBatchAndTheItems() {
        TrainingContext context = context(Parallel.sequential());
        long one = trainer("'epochs':3").trainingBytes(cycle(), context);
        assertThat(trainer("'epochs':3,'batchSize':16").trainingBytes(cycle(), context))
                .isGreaterThan(one + one / 3);
        Interactions more =
                new Interactions.Builder().addUntimed(0, 3).addUntimed(0, 4).build(2, 1000 * ITEMS);
        assertThat(trainer("'epochs':3").trainingBytes(more, context)).isGreaterThan(1000L * ITEMS * 24 * 4 * 7);
    }
}
