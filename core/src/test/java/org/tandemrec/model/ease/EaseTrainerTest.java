package org.tandemrec.model.ease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.Query;
import org.tandemrec.model.TrainingContext;

class EaseTrainerTest {
    private double loss;

    private EaseModel train(float regularization, Interactions data) {
        TrainingContext context = TrainingContext.of(1).withEpochs((epoch, meanLoss, model) -> loss = meanLoss);
        return (EaseModel) new EaseTrainer(new EaseConfig(regularization)).train(data, context);
    }

    /** Random users, some pairs twice; nobody takes the last item. */
    private static Interactions random(int users, int items) {
        SplittableRandom random = new SplittableRandom(items);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < users; user++) {
            for (int i = 0; i < 12; i++) {
                rows.addUntimed(user, random.nextInt(1 + random.nextInt(items - 1)));
            }
        }
        return rows.build(users, items);
    }

    private static double[][] matrix(Interactions data) {
        double[][] x = new double[data.userCount()][data.itemCount()];
        for (int user = 0; user < x.length; user++) {
            for (int row = data.start(user); row < data.end(user); row++) {
                x[user][data.item(row)] = 1;
            }
        }
        return x;
    }

    /** Two items, a users with both, b and c with one alone: B_12 = a / (a + b + lambda). */
    @Test
    void twoItemsByHand() {
        Interactions data = new Interactions.Builder()
                .addUntimed(0, 0)
                .addUntimed(0, 1)
                .addUntimed(1, 0)
                .addUntimed(1, 1)
                .addUntimed(2, 0)
                .build(3, 2);
        EaseModel model = train(2, data);
        assertThat(model.weight(0, 1)).isCloseTo(2f / 5, within(1e-6f));
        assertThat(model.weight(1, 0)).isCloseTo(2f / 4, within(1e-6f));
        float[] scores = new float[2];
        model.score(Query.ofHistory(0, 0, 0), scores);
        assertThat(scores).as("an item counts once").containsExactly(new float[] {0, 0.4f}, within(1e-6f));
        model.score(Query.ofHistory(1, 0), scores);
        assertThat(scores).containsExactly(new float[] {0.5f, 0.4f}, within(1e-6f));
    }

    /**
     * Of all B with a diagonal of 0, the minimum is where the gradient off the diagonal is 0:
     * (XᵀX (B - I) + lambda B)_ij = 0. The loss is the objective there.
     */
    @ParameterizedTest
    @CsvSource({"40,12,1", "100,30,25", "300,290,10"})
    void theGradientOffTheDiagonalIsZero(int users, int items, float lambda) {
        Interactions data = random(users, items);
        EaseModel model = train(lambda, data);
        double[][] x = matrix(data);
        double[][] residual = new double[users][items];
        double objective = 0;
        double pairs = 0;
        for (int user = 0; user < users; user++) {
            for (int j = 0; j < items; j++) {
                double sum = x[user][j];
                pairs += sum;
                for (int i = 0; i < items; i++) {
                    sum -= x[user][i] * model.weight(i, j);
                }
                residual[user][j] = sum;
                objective += sum * sum;
            }
        }
        for (int i = 0; i < items; i++) {
            assertThat(model.weight(i, i)).isZero();
            for (int j = 0; j < items; j++) {
                double gradient = lambda * model.weight(i, j);
                for (int user = 0; user < users; user++) {
                    gradient -= x[user][i] * residual[user][j];
                }
                if (i != j && Math.abs(gradient) > 1e-3) {
                    assertThat(gradient).as("%d, %d", i, j).isCloseTo(0, within(1e-3));
                }
                objective += lambda * model.weight(i, j) * model.weight(i, j);
            }
        }
        assertThat(model.weight(0, 1)).isNotZero();
        assertThat(model.weight(0, items - 1)).as("nobody takes the last item").isZero();
        assertThat(loss).isCloseTo(objective / pairs, within(1e-4));
    }

    @Test
    void refusesWhatItCannotSolve() {
        assertThatThrownBy(() -> new EaseConfig(0))
                .hasMessage("regularization must be above 0, or an item without users has no solution, but was 0.0");
        Interactions empty = new Interactions.Builder().build(1, 1);
        assertThatThrownBy(() -> train(1, empty)).hasMessage("ease needs at least one training interaction");
        Interactions wide = new Interactions.Builder().addUntimed(0, 0).build(1, 50_000);
        assertThatThrownBy(() -> train(1, wide))
                .hasMessage(
                        "ease holds a weight for every pair of items, at most 46,340 squared, "
                                + "but the data has 50,000 items; leave rare items out of the file, since a filter keeps their numbers, or use item-knn");
        Interactions.Builder alike = new Interactions.Builder();
        for (int user = 0; user < 1000; user++) {
            alike.addUntimed(user, 0).addUntimed(user, 1);
        }
        assertThatThrownBy(() -> train(1e-6f, alike.build(1000, 2)))
                .as("two items that floats cannot tell apart")
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageContaining(
                        "ease: the loss became NaN in epoch 1, batch 1; raise regularization (now 1.0E-6)");
    }

    @Test
    void needsTheSquareOfTheItems() {
        Interactions data = new Interactions.Builder().addUntimed(0, 0).build(1, 20_000);
        long bytes = new EaseTrainer(EaseConfig.DEFAULT).trainingBytes(data, TrainingContext.of(1));
        assertThat(bytes).isBetween(4L * 20_000 * 20_000, 5L * 20_000 * 20_000);
    }
}
