package org.tandemrec.model.tdssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.SequenceOptions;
import org.tandemrec.model.Trainer;

/** Every option learns, resumes to the bit, and does not depend on the number of threads. */
class MrTdssmOptionsTest extends SequenceOptions {
    private static final long HOUR = 3_600_000;

    /** An item an hour. */
    @Override
    protected long time(int user, int i) {
        return (user % 24 + i) * HOUR;
    }

    /** The last user has one event. */
    @Override
    protected int events(int user) {
        return user == USERS - 1 ? 1 : super.events(user);
    }

    @Override
    protected Trainer trainer(String keys) {
        return new MrTdssmTrainer(Configs.of(
                "'hiddenSize':24,'batchSize':8,'bptt':6,'learningRate':0.01,'slowEvents':4,'embeddingDropout':0.1,"
                        + "'hiddenDropout':0.1," + keys));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':12",
                "'epochs':12,'userEmbedding':false,'staticLayers':2,'activation':'relu'",
                "'epochs':12,'fastEvents':0,'fastSeconds':3600,'slowEvents':0,'slowSeconds':18000,'embedding':'separate'",
                "'epochs':16,'similarity':'cosine','learnScale':true,'itemLayers':1,'itemBias':false",
                "'epochs':16,'similarity':'cosine','scoring':'sampled','negatives':8,'cell':'gru'",
                "'epochs':16,'scoring':'sampled','negatives':16,'loss':'bpr-max','itemLayers':1,'embedding':'separate'"
            })
    void learnsWhatComesNext(String keys) {
        Interactions data = cycle();
        Model model = trainer(keys).train(data, context(Parallel.sequential()));
        float[] scores = new float[ITEMS];
        int right = 0;
        for (int user = 0; user < USERS - 1; user++) {
            int start = data.start(user);
            int[] items = {data.item(start), data.item(start + 1), data.item(start + 2)};
            long[] times = {data.timeMillis(start), data.timeMillis(start + 1), data.timeMillis(start + 2)};
            model.score(new Query(user, items, times), scores);
            right += best(scores) == (items[2] + 1) % TRAINED ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(USERS - 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':3",
                "'epochs':3,'similarity':'cosine','learnScale':true,'scoring':'sampled','negatives':5,'itemLayers':1",
                "'epochs':3,'fastSeconds':7200,'itemBias':false,'optimizer':'adagrad','momentum':0.3,'embedding':'separate'"
            })
    void resumedWithOtherThreadsToTheBit(String keys) {
        assertResumes(keys);
    }

    @Test
    void whoeverHasNoVectorOfTrainingsIsTheMeanOfThoseWhoHave() {
        Model model = trained("'epochs':2");
        float[] users = model.state().floats("users", USERS + 1, 24);
        double[] mean = new double[24];
        for (int i = 0; i < (USERS - 1) * 24; i++) {
            mean[i % 24] += users[i] / (USERS - 1.0);
        }
        for (int k = 0; k < 24; k++) {
            assertThat((double) users[USERS * 24 + k]).isCloseTo(mean[k], within(1e-6));
        }
        float[] unknown = new float[ITEMS];
        float[] untrained = new float[ITEMS];
        float[] known = new float[ITEMS];
        model.score(new Query(Query.UNKNOWN_USER, 3, 4), unknown);
        model.score(new Query(USERS - 1, 3, 4), untrained);
        model.score(new Query(7, 3, 4), known);
        assertThat(untrained).isEqualTo(unknown).isNotEqualTo(known);
    }

    /** Four events are an interval of both rates, of which only the mean counts. */
    @Test
    void whatIsEarlierCountsAsAMean() {
        Model model = trained("'epochs':2,'userEmbedding':false,'fastEvents':4");
        float[] one = new float[ITEMS];
        float[] other = new float[ITEMS];
        model.score(Query.ofHistory(1, 2, 3, 4, 9), one);
        model.score(Query.ofHistory(4, 2, 1, 3, 9), other);
        assertThat(other).containsExactly(one, within(1e-5f));
        model.score(Query.ofHistory(9, 1, 2, 3, 4), other);
        assertThat(other).isNotEqualTo(one);
        assertThat(model.userCount()).isZero();
    }

    @Test
    void timesCountWhereIntervalsEndByThem() {
        Model model = trained("'epochs':2,'fastEvents':0,'fastSeconds':3600");
        assertThat(model.readsTimes()).isTrue();
        assertThat(trained("'epochs':1").readsTimes()).isFalse();
        float[] together = new float[ITEMS];
        float[] apart = new float[ITEMS];
        float[] later = new float[ITEMS];
        model.score(new Query(1, new int[] {3, 4}, new long[] {HOUR, HOUR + 59 * 60_000}), together);
        model.score(new Query(1, new int[] {3, 4}, new long[] {HOUR + 59 * 60_000, 2 * HOUR}), apart);
        model.score(new Query(1, new int[] {3, 4}, new long[] {HOUR, 2 * HOUR}), later);
        assertThat(apart).isEqualTo(later).isNotEqualTo(together);
    }

    @Test
    void cosinesAreOfVectorsOfLengthOne() {
        MrTdssmModel model = (MrTdssmModel) trained("'epochs':1,'similarity':'cosine'");
        assertThat(model.vectorSize()).isEqualTo(24);
        float[] vectors = model.itemVectors();
        for (int item = 0; item < ITEMS; item++) {
            double square = 0;
            for (float element : Arrays.copyOfRange(vectors, item * 24, (item + 1) * 24)) {
                square += element * element;
            }
            assertThat(square).isCloseTo(1, within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'hiddenSize':0; hiddenSize must be at least 1, but was 0",
                "'staticLayers':0; staticLayers must be at least 1, but was 0",
                "'itemLayers':-1; itemLayers must not be negative, but was -1",
                "'cosineScale':0; cosineScale must be positive, but was 0.0",
                "'learnScale':true; learnScale is for similarity cosine, but similarity was inner-product",
                "'fastEvents':0; intervals of the fast rate must end: set fastSeconds or fastEvents, which both were 0",
                "'slowSeconds':-1; slowSeconds and slowEvents must not be negative, but were -1 and 4",
                "'embeddingDropout':1; embeddingDropout must be at least 0 and less than 1, but was 1.0",
                "'hiddenDropout':-1; hiddenDropout must be at least 0 and less than 1, but was -1.0",
                "'batchSize':0; batchSize must be at least 1, but was 0",
                "'bptt':0; bptt must be at least 1, but was 0",
                "'epochs':0; epochs must be at least 1, but was 0",
                "'warmupEpochs':20; warmupEpochs must be less than epochs (10), but was 20.0",
                "'scoring':'sampled','batchSize':1,'bptt':1; scoring sampled needs something to compare with",
                "'scoring':'sampled','logQ':true,'loss':'bpr'; logQ corrects the sampled cross-entropy, but loss was bpr"
            })
    void aConfigSaysWhichRuleItBreaks(String keys, String message) {
        assertThatThrownBy(() -> trainer(keys)).hasMessageContaining(message);
    }

    @Test
    void timesAreNeeded() {
        Interactions untimed =
                new Interactions.Builder().addUntimed(0, 3).addUntimed(0, 2).build(1, ITEMS);
        Trainer weekly = trainer("'epochs':3,'slowSeconds':604800,'slowEvents':0");
        assertThatThrownBy(() -> weekly.train(untimed, context(Parallel.sequential())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "slowSeconds ends the slow rate's intervals by time, but the data has no times; set slowEvents");
    }

    @Test
    void aSessionNeedsALane() {
        Model model = trained("'epochs':1");
        assertThatThrownBy(() -> model.open(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a session must have at least one lane, but has 0");
    }
}
