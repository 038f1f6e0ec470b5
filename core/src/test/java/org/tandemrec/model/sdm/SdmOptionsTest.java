package org.tandemrec.model.sdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.SequenceOptions;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;

/** Every option learns, resumes to the bit, and does not depend on the number of threads. */
class SdmOptionsTest extends SequenceOptions {
    /** A pause comes before every fourth event. */
    @Override
    protected long time(int user, int i) {
        return super.time(user, i) + 700_000L * (i / 4);
    }

    @Override
    protected Trainer trainer(String keys) {
        return new SdmTrainer(
                Configs.of("'hiddenSize':24,'longLength':6,'batchSize':8,'learningRate':0.01,'dropout':0.1," + keys));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':15",
                "'epochs':15,'heads':4,'sessionLength':2",
                "'epochs':15,'embedding':'separate','labelSmoothing':0.1,'dropout':0",
                "'epochs':35,'gapSeconds':1000",
                "'epochs':15,'scoring':'sampled','negatives':8,'logQ':true",
                "'epochs':30,'loss':'bpr-max','scoring':'sampled','negatives':16",
                "'epochs':15,'optimizer':'adam-w','weightDecay':0.01,'clipNorm':1,'warmupEpochs':1,'decay':'none'"
            })
    void learnsWhatComesNext(String keys) {
        assertLearnsTheCycle(keys);
    }

    /** What comes next follows from the session before the pause alone. */
    @Test
    void whatCameBeforeTheSessionCounts() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            int kind = user % 3;
            rows.addUnrated(user, kind, 0);
            rows.addUnrated(user, 5, 1_000_000);
            rows.addUnrated(user, 10 + kind, 1_001_000);
        }
        Model model = trainer("'epochs':40").train(rows.build(USERS, 20), context(Parallel.sequential()));
        float[] scores = new float[20];
        for (int kind = 0; kind < 3; kind++) {
            model.score(new Query(Query.UNKNOWN_USER, new int[] {kind, 5}, new long[] {0, 1_000_000}), scores);
            for (int other = 10; other < 13; other++) {
                assertThat(scores[other]).isLessThanOrEqualTo(scores[10 + kind]);
            }
            assertThat(scores[10 + kind]).isGreaterThan(scores[10 + (kind + 1) % 3] + 1);
        }
    }

    /** What comes next follows from nothing but the user. */
    @Test
    void usersHaveVectorsOfTheirOwn() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 8; user++) {
            for (int i = 0; i < 20; i++) {
                rows.addUnrated(user, i % 2 == 0 ? 5 : 10 + user % 2, 1_000_000L * (i / 2) + i % 2);
            }
        }
        Trainer trainer = trainer("'epochs':60,'longLength':1,'dropout':0");
        Model model = trainer.train(rows.build(9, 20), context(Parallel.sequential()));
        float[] scores = new float[20];
        float[] others = new float[20];
        for (int user = 0; user < 8; user++) {
            model.score(new Query(user, new int[] {5}), scores);
            assertThat(scores[10 + user % 2]).isGreaterThan(scores[11 - user % 2]);
        }
        model.score(new Query(8, new int[] {5}), scores); // without an event, so like one who is unknown
        model.score(Query.ofHistory(5), others);
        assertThat(scores).isEqualTo(others);
        assertThat(model.userCount()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':3",
                "'epochs':3,'embedding':'separate','scoring':'sampled','negatives':5,'sessionLength':3",
                "'epochs':3,'optimizer':'adagrad','momentum':0.3,'clipNorm':1"
            })
    void resumedWithOtherThreadsToTheBit(String keys) {
        assertResumes(keys);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'hiddenSize':0; hiddenSize must be at least 1, but was 0",
                "'heads':5; heads must divide hiddenSize (24), but was 5",
                "'gapSeconds':0; gapSeconds must be at least 1, but was 0",
                "'sessionLength':0; sessionLength must be at least 1, but was 0",
                "'longLength':0; longLength must be at least 1, but was 0",
                "'dropout':1; dropout must be at least 0 and less than 1, but was 1.0",
                "'batchSize':0; batchSize must be at least 1, but was 0",
                "'epochs':0; epochs must be at least 1, but was 0",
                "'epochs':3,'warmupEpochs':3; warmupEpochs must be less than epochs (3), but was 3.0",
                "'scoring':'sampled','batchSize':1; scoring sampled needs something to compare with",
                "'scoring':'sampled','logQ':true,'loss':'bpr'; logQ corrects the sampled cross-entropy, but loss was bpr"
            })
    void aConfigSaysWhichRuleItBreaks(String keys, String message) {
        assertThatThrownBy(() -> trainer(keys)).hasMessageContaining(message);
    }

    @Test
    void memoryGrowsWithTheUsers() {
        Interactions.Builder rows = new Interactions.Builder().addUntimed(0, 3).addUntimed(0, 4);
        TrainingContext context = context(Parallel.sequential());
        assertThat(trainer("'epochs':3").trainingBytes(rows.build(2002, ITEMS), context)
                        - trainer("'epochs':3").trainingBytes(rows.build(2, ITEMS), context))
                .isGreaterThanOrEqualTo(2000L * UNITS * Float.BYTES * MiniBatchTraining.COPIES);
    }
}
