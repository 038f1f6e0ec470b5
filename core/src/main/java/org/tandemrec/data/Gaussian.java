package org.tandemrec.data;

import java.util.SplittableRandom;

/** Standard normal draws by the transform of Box and Muller (1958), with the same bits on every machine. */
final class Gaussian {
    private Gaussian() {}

    static double draw(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    static double[] draw(int count, SplittableRandom random) {
        double[] draws = new double[count];
        for (int i = 0; i < count; i++) {
            draws[i] = draw(random);
        }
        return draws;
    }
}
