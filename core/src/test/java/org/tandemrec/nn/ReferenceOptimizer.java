package org.tandemrec.nn;

/** The rules of optimisers for one weight, in double precision and in the papers' own order. */
final class ReferenceOptimizer {
    private final OptimizerConfig config;
    double w;
    private double first;
    private double second;
    private double velocity;

    ReferenceOptimizer(OptimizerConfig config, double w) {
        this.config = config;
        this.w = w;
    }

    /** Step {@code t}, from 1, of all weights; weights of rows that are not touched take no step. */
    void step(int t, double g) {
        double rate = config.learningRate();
        switch (config.optimizer()) {
            case SGD -> move(-rate * g);
            case ADAGRAD -> {
                second += g * g;
                move(-rate * g / Math.sqrt(second + 1e-6));
            }
            case ADAM -> w -= rate * adam(t, g);
            case ADAM_W -> w -= rate * (adam(t, g) + config.weightDecay() * w);
        }
    }

    private void move(double change) {
        velocity = config.momentum() * velocity + change;
        w += velocity;
    }

    private double adam(int t, double g) {
        first = 0.9 * first + 0.1 * g;
        second = 0.999 * second + 0.001 * g * g;
        return first / (1 - Math.pow(0.9, t)) / (Math.sqrt(second / (1 - Math.pow(0.999, t))) + 1e-8);
    }
}
