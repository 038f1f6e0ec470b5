package org.tandemrec.model.sasrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.RowTable;

class OwnNegativesTest {
    private static final int ITEMS = 4;
    private static final int H = 3;

    private final Network network = new Network(
            Configs.of("'hiddenSize':3,'heads':1,'embedding':'separate','maxLength':4"), ITEMS, new Seed(1));

    private static Batch batch(Interactions data) {
        Windows windows = new Windows(data, 4, SasRecConfig.LongHistory.LATEST);
        Batch batch = new Batch(data, windows, windows.count());
        batch.fill(windows.shuffled(new SplittableRandom(1)), 0, windows.count());
        return batch;
    }

    /** The items of user 0, beside users with one event each, so that all items occur. */
    private static Interactions data(int... items) {
        return dataFrom(0, items);
    }

    /** The same where other users have the items from {@code first} on. */
    private static Interactions dataFrom(int first, int... items) {
        Interactions.Builder rows = new Interactions.Builder();
        for (int item = first; item < ITEMS; item++) {
            rows.addUntimed(1 + item, item);
        }
        for (int item : items) {
            rows.addUntimed(0, item);
        }
        return rows.build(1 + ITEMS, ITEMS);
    }

    private OwnNegatives loss(Interactions data, int negatives, long seed) {
        OwnNegatives loss = new OwnNegatives(data, network, negatives, 4, new Seed(seed), Parallel.sequential());
        loss.begin(1);
        return loss;
    }

    /** Of four items the user knows three, so that what is drawn is the fourth. */
    @Test
    void agreesWithTheFormulaAndItsDifferences() {
        SplittableRandom random = new SplittableRandom(3);
        CentralDifference.fill(network.vectors.value(), random);
        CentralDifference.fill(network.bias.value(), random);
        Interactions data = data(2, 0, 1, 2);
        Batch batch = batch(data);
        float[] h = CentralDifference.draw(3 * H, random);
        float[] dh = new float[3 * H];
        double[] hs = CentralDifference.doubles(h);
        double[] V = CentralDifference.doubles(network.vectors.value());
        double[] a = CentralDifference.doubles(network.bias.value());
        double sum = loss(data, 2, 1).step(batch, 1, h, dh);

        assertThat(sum / 3).isCloseTo(reference(hs, V, a), within(1e-6));
        assertNear(dh, CentralDifference.of(hs, () -> reference(hs, V, a)));
        assertNear(gradient(network.vectors), CentralDifference.of(V, () -> reference(hs, V, a)));
        assertNear(gradient(network.bias), CentralDifference.of(a, () -> reference(hs, V, a)));
    }

    /** The mean over the targets 0, 1, 2, each beside item 3 twice. */
    private static double reference(double[] h, double[] V, double[] a) {
        double loss = 0;
        for (int row = 0; row < 3; row++) {
            loss -= Math.log(1 / (1 + Math.exp(-score(h, row, V, a, row))));
            loss -= 2 * Math.log(1 - 1 / (1 + Math.exp(-score(h, row, V, a, 3))));
        }
        return loss / 3;
    }

    private static double score(double[] h, int row, double[] V, double[] a, int item) {
        double score = a[item];
        for (int i = 0; i < H; i++) {
            score += h[row * H + i] * V[item * H + i];
        }
        return score;
    }

    private static float[] gradient(RowTable table) {
        float[] gradient = new float[table.value().length];
        int columns = table.columns();
        for (int slot = 0; slot < table.touchedCount(); slot++) {
            System.arraycopy(table.gradient(), slot * columns, gradient, table.touched(slot) * columns, columns);
        }
        return gradient;
    }

    private static void assertNear(float[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void whoKnowsEverythingIsComparedWithSomethingKnown() {
        Interactions data = data(2, 0, 1, 3);
        Batch batch = batch(data);
        assertThat(loss(data, 1, 1).step(batch, 1, new float[3 * H], new float[3 * H]))
                .isCloseTo(6 * Math.log(2), within(1e-6));
    }

    /** Of four items the user knows two and nobody has an event with one. */
    @Test
    void whatDoesNotOccurIsNeverDrawn() {
        Interactions data = dataFrom(3, 2, 1, 2, 2, 1);
        Batch batch = batch(data);
        OwnNegatives loss = loss(data, 3, 1);
        for (int i = 1; i <= 20; i++) {
            loss.step(batch, i, new float[4 * H], new float[4 * H]);
        }
        int[] touched = new int[network.vectors.touchedCount()];
        Arrays.setAll(touched, network.vectors::touched);
        assertThat(touched).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void drawsAnewForEveryMiniBatch() {
        Interactions data = data(2, 2, 2, 2);
        Batch batch = batch(data);
        float[] h = CentralDifference.draw(3 * H, new SplittableRandom(1));
        double[] losses = new double[6];
        OwnNegatives loss = loss(data, 1, 1);
        for (int i = 0; i < losses.length; i++) {
            losses[i] = loss.step(batch, i + 1, h, new float[3 * H]);
            network.vectors.clearGradient();
            network.bias.clearGradient();
        }
        assertThat(Arrays.stream(losses).distinct().count()).isGreaterThan(2);
        assertThat(loss(data, 1, 1).step(batch, 1, h, new float[3 * H])).isEqualTo(losses[0]);
    }
}
