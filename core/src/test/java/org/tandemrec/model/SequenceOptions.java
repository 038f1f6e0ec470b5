package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;

/** What the options of every network of sequences must do: learn, resume to the bit, say what is wrong, count their memory. */
public abstract class SequenceOptions {
    /** Items of the data, of which the last ones have no event. */
    protected static final int ITEMS = 40;

    /** The items that have events. */
    protected static final int TRAINED = 36;

    /** Users of the data. */
    protected static final int USERS = 60;

    /** Units of the network. */
    protected static final int UNITS = 24;

    /** A trainer of {@value #UNITS} units and mini-batches of 8 with the given settings, JSON with single quotes and without braces. */
    protected abstract Trainer trainer(String keys);

    /** The time of a user's i-th event in milliseconds. */
    protected long time(int user, int i) {
        return 1000L * user + 100L * i;
    }

    /** How many events a user has. */
    protected int events(int user) {
        return 6 + user % 7;
    }

    /** Everybody goes round the trained items, each from another one. */
    protected final Interactions cycle() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            for (int i = 0; i < events(user); i++) {
                rows.addUnrated(user, (5 * user + i) % TRAINED, time(user, i));
            }
        }
        return rows.build(USERS, ITEMS);
    }

    /** The context of all trainings. */
    protected static TrainingContext context(Parallel parallel) {
        return TrainingContext.of(3).withParallel(parallel);
    }

    /** The model of the cycle. */
    protected final Model trained(String keys) {
        return trainer(keys).train(cycle(), context(Parallel.sequential()));
    }

    /** Checks that a model of the cycle knows what comes after two items, for all but three. */
    protected final void assertLearnsTheCycle(String keys) {
        Model model = trained(keys);
        float[] scores = new float[ITEMS];
        int right = 0;
        for (int item = 0; item < TRAINED; item++) {
            model.score(Query.ofHistory((item + TRAINED - 1) % TRAINED, item), scores);
            right += best(scores) == (item + 1) % TRAINED ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(TRAINED - 3);
    }

    /** The trained item with the highest score. */
    protected static int best(float[] scores) {
        int best = 0;
        for (int other = 1; other < TRAINED; other++) {
            best = scores[other] > scores[best] ? other : best;
        }
        return best;
    }

    /** Checks that three epochs in one go and with pauses end in the same bits. */
    protected final void assertResumes(String keys) {
        ResumedTraining.assertSameBits(trainer(keys), cycle(), 3, SequenceOptions::context);
    }

    @Test
    void progressAddsUpToTheUnitsOfAnEpoch() {
        TrainingRun run = trainer("'epochs':3").start(cycle(), context(Parallel.sequential()));
        AtomicLong done = new AtomicLong();
        run.epoch(1, new ProgressListener.Task() {
            @Override
            public void advance(long amount) {
                done.addAndGet(amount);
            }

            @Override
            public void close() {}
        });
        assertThat(done).hasValue(run.epochUnits());
        assertThat(run.epochUnits()).isPositive();
    }

    @Test
    void aHugeLearningRateStopsWithAdvice() {
        Trainer trainer = trainer("'epochs':3,'learningRate':3e38,'weightDecay':0,'warmupEpochs':0");
        assertThatThrownBy(() -> trainer.train(cycle(), context(Parallel.sequential())))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageMatching(trainer.kind()
                        + ": the loss became (NaN|-?Infinity) in epoch 1, batch [1-9]\\d*; "
                        + "lower the learning rate \\(now 3.*E38, try .*\\)");
    }

    @Test
    void sequencesAreNeeded() {
        Interactions training =
                new Interactions.Builder().addUntimed(0, 3).addUntimed(1, 2).build(2, ITEMS);
        Trainer trainer = trainer("'epochs':3");
        assertThatThrownBy(() -> trainer.train(training, context(Parallel.sequential())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%s learns from sequences, but no user has two training interactions", trainer.kind());
    }

    @Test
    void memoryGrowsWithTheMiniBatchAndTheItems() {
        TrainingContext context = context(Parallel.sequential());
        long one = trainer("'epochs':3").trainingBytes(cycle(), context);
        assertThat(trainer("'epochs':3,'batchSize':64").trainingBytes(cycle(), context))
                .isGreaterThan(one + one / 3);
        Interactions more =
                new Interactions.Builder().addUntimed(0, 3).addUntimed(0, 4).build(2, 1000 * ITEMS);
        assertThat(trainer("'epochs':3").trainingBytes(more, context))
                .isGreaterThan(1000L * ITEMS * UNITS * Float.BYTES * MiniBatchTraining.COPIES);
    }
}
