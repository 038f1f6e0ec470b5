package org.tandemrec.model.lfm;

import java.util.SplittableRandom;
import org.tandemrec.data.Interactions;

/** Interactions drawn at random, popular items and active users more often. */
final class RandomPairs {
    private RandomPairs() {}

    static Interactions of(int users, int items, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Interactions.Builder builder = new Interactions.Builder();
        for (int row = 0; row < rows; row++) {
            double u = random.nextDouble();
            double i = random.nextDouble();
            builder.addUntimed((int) (users * u * u), (int) (items * i * i), 1 + random.nextInt(5));
        }
        return builder.build(users, items);
    }
}
