package org.tandemrec.model.gru4rec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Query;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.gru4rec.Gru4RecConfig.SequenceOrder;

class Gru4RecTrainerTest {
    private static final int ITEMS = 8;

    private static Gru4RecConfig config(int epochs, float learningRate, SequenceOrder order) {
        return Configs.of(String.format(
                Locale.ROOT,
                "'hiddenSize':16,'epochs':%d,'batchSize':4,'learningRate':%s,'order':'%s'",
                epochs,
                learningRate,
                order == SequenceOrder.SHUFFLED ? "shuffled" : "first-event"));
    }

    private static TrainingContext context(long seed) {
        return TrainingContext.of(seed).withParallel(Parallel.sequential());
    }

    /** User u starts at item u and goes round; users enter in the reverse order of their numbers. */
    private static Interactions cycle(int users) {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < users; user++) {
            for (int i = 0; i < 12; i++) {
                rows.add(user, (user + i) % ITEMS, 1, 1000L * (100 - user) + i);
            }
        }
        return rows.build(users, ITEMS);
    }

    @ParameterizedTest
    @EnumSource
    void learnsACycle(SequenceOrder order) {
        Model model = new Gru4RecTrainer(config(40, 0.02f, order)).train(cycle(20), context(1));
        float[] scores = new float[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            model.score(Query.ofHistory((item + 7) % ITEMS, item), scores);
            assertThat(model.estimate(scores[(item + 1) % ITEMS])).isBetween(0.9f, 1f);
        }
    }

    @Test
    void everyEpochLowersTheLossAtFirst() {
        List<Double> losses = new ArrayList<>();
        TrainingContext context = context(1).withEpochs((epoch, loss, model) -> losses.add(loss));
        new Gru4RecTrainer(config(4, 0.01f, SequenceOrder.SHUFFLED)).train(cycle(20), context);
        assertThat(losses).hasSize(4).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(losses.getFirst()).isLessThan(1.2 * Math.log(ITEMS));
    }

    @Test
    void usersWithOneEventHaveNoTarget() {
        Interactions training = new Interactions.Builder()
                .addUntimed(0, 3)
                .addUntimed(2, 0)
                .addUntimed(2, 1)
                .addUntimed(2, 0)
                .build(4, ITEMS);
        TrainingRun run = new Gru4RecTrainer(config(1, 0.01f, SequenceOrder.SHUFFLED)).start(training, context(1));
        assertThat(run.epochUnits()).isEqualTo(2);
        assertThat(run.epoch(1, ProgressListener.NONE.start("", 0, ""))).isFinite();
        Interactions without = new Interactions.Builder()
                .addUntimed(2, 0)
                .addUntimed(2, 1)
                .addUntimed(2, 0)
                .build(4, ITEMS);
        TrainingRun other = new Gru4RecTrainer(config(1, 0.01f, SequenceOrder.SHUFFLED)).start(without, context(1));
        other.epoch(1, ProgressListener.NONE.start("", 0, ""));
        assertThat(run.state().floats("output.weights")).isEqualTo(other.state().floats("output.weights"));
    }
}
