package org.tandemrec.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

/**
 * The shape of an invented log: how many sequences, how long, over how many items, how unequally popular.
 *
 * <p>A length is {@code minLength} plus a geometric draw. An item's probability is 1 / (rank + head), Zipf's law with a flattened
 * head (Mandelbrot, 1953), ranks from 0; items are numbered at random, so that popular ones do not lie side by side. Sequences
 * start one after another. What follows what is drawn independently: the work of training depends on the shape alone.
 *
 * @param sequences the number of sequences, each a user of its own
 * @param items the number of items
 * @param minLength the fewest events of a sequence
 * @param meanLength the mean number of events of a sequence
 * @param head how many items share the top: the larger, the less the most popular ones stand out
 */
record SequenceShape(int sequences, int items, int minLength, double meanLength, int head) {
    /** The same with another number of items. */
    SequenceShape withItems(int count) {
        return new SequenceShape(sequences, count, minLength, meanLength, head);
    }

    /** The same with fewer sequences and items, for tests. */
    SequenceShape shrunk(int divisor) {
        return new SequenceShape(
                Math.max(10, sequences / divisor), Math.max(10, items / divisor), minLength, meanLength, head);
    }

    /** Returns the log of {@code seed}: the same bits on every machine. */
    Interactions generate(Seed seed) {
        int[] itemOfRank = shuffledItems(seed.child("items").random());
        double[] cumulative = cumulativePopularity();
        SplittableRandom random = seed.child("sequences").random();
        Interactions.Builder rows = new Interactions.Builder();
        for (int sequence = 0; sequence < sequences; sequence++) {
            int length = length(random);
            for (int i = 0; i < length; i++) {
                int rank = rank(cumulative, random.nextDouble() * cumulative[items - 1]);
                rows.addUnrated(sequence, itemOfRank[rank], (sequence + (long) i) * 1000);
            }
        }
        return rows.build(sequences, items);
    }

    /** What it is, in one line. */
    String description() {
        return String.format(
                Locale.ROOT,
                "%,d sequences of %.1f events on average (at least %d), %,d items, P(item) ~ 1 / (rank + %d)",
                sequences,
                meanLength,
                minLength,
                items,
                head);
    }

    private int[] shuffledItems(SplittableRandom random) {
        int[] order = new int[items];
        for (int i = 0; i < items; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private double[] cumulativePopularity() {
        double[] cumulative = new double[items];
        double sum = 0;
        for (int rank = 0; rank < items; rank++) {
            sum += 1.0 / (rank + head);
            cumulative[rank] = sum;
        }
        return cumulative;
    }

    /** {@code minLength} plus the failures before the first success of probability 1 / (1 + meanLength − minLength). */
    private int length(SplittableRandom random) {
        double failure = 1 - 1 / (1 + meanLength - minLength);
        return minLength + (int) (StrictMath.log(1 - random.nextDouble()) / StrictMath.log(failure));
    }

    private static int rank(double[] cumulative, double sum) {
        int found = Arrays.binarySearch(cumulative, sum);
        return Math.min(cumulative.length - 1, found >= 0 ? found + 1 : -found - 1);
    }
}
