package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.base.Parallel;

/**
 * Steps of all weights of a network along their gradients, by the rule of an {@link OptimizerConfig}.
 *
 * <ul>
 *   <li>SGD: w ← w − ηg; with momentum μ (Polyak, 1964) v ← μv − ηg, w ← w + v.
 *   <li>Adagrad (Duchi, Hazan and Singer, JMLR 2011): a ← a + g² from a = 0, w ← w − ηg / √(a + 1e-6); with momentum
 *       v ← μv − ηg / √(a + 1e-6), w ← w + v.
 *   <li>Adam (Kingma and Ba, ICLR 2015, algorithm 1) with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
 *   <li>AdamW (Loshchilov and Hutter, ICLR 2019, algorithm 2): Adam, and w ← w − ηλw. The paper's decay is its own number; here it
 *       is λ, {@code weightDecay}, times the learning rate, so that both follow one schedule.
 * </ul>
 *
 * <p>η is {@link OptimizerConfig#learningRate(double, int)}. Where {@code clipNorm} is set, all gradients are multiplied by
 * clipNorm / ‖g‖ if the norm ‖g‖ over all of them is above it (Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1), which
 * leaves the direction.
 *
 * <p>A step changes the touched rows of a {@link RowTable} alone: the other rows wait with their velocities, moments and decay
 * ("lazy"), which is not the papers' update of a zero gradient, and is what makes large tables affordable. Gradients of
 * {@link Parameter}s are left as they are, for backward passes overwrite them; those of tables are forgotten.
 *
 * <p>The result has the same bits for any number of threads.
 */
public final class Optimizer {
    private final OptimizerConfig config;
    private final List<RowTable> tables;
    private final Parallel parallel;
    private final UpdateRule rule;
    private final List<UpdateTarget> targets = new ArrayList<>();
    /* The blocks of all targets are one loop: target i has those from firstBlock[i] to firstBlock[i + 1]. */
    private final int[] firstBlock;
    private double[] squaredNorms = new double[0];
    private int step;

    /** An optimiser of all the given arrays, no step done. */
    public Optimizer(OptimizerConfig config, List<Parameter> parameters, List<RowTable> tables, Parallel parallel) {
        this.config = config;
        this.tables = List.copyOf(tables);
        this.parallel = parallel;
        this.rule = UpdateRule.of(config);
        for (Parameter parameter : parameters) {
            targets.add(new UpdateTarget.Dense(parameter, rule.moments()));
        }
        for (RowTable table : tables) {
            targets.add(new UpdateTarget.Rows(table, rule.moments()));
        }
        this.firstBlock = new int[targets.size() + 1];
    }

    /** The number of steps done. */
    public int step() {
        return step;
    }

    /**
     * What the rule keeps from step to step, parameters before tables, for checkpoints: the velocity (SGD with momentum), the
     * accumulator (Adagrad), accumulator and velocity (Adagrad with momentum) or first and second moment (Adam) of each.
     */
    public List<float[]> moments() {
        List<float[]> moments = new ArrayList<>();
        for (UpdateTarget target : targets) {
            moments.addAll(List.of(target.moments()));
        }
        return moments;
    }

    /** Continues after the given number of steps, with moments that were written into {@link #moments}. */
    public void restore(int steps) {
        step = steps;
    }

    /**
     * One step along all gradients; those of tables are then forgotten.
     *
     * @param epochsDone how many epochs, whole and in part, were done before this step
     * @param epochs how many there will be
     */
    public void update(double epochsDone, int epochs) {
        step++;
        for (int i = 0; i < targets.size(); i++) {
            firstBlock[i + 1] = firstBlock[i] + targets.get(i).blocks();
        }
        int blocks = firstBlock[targets.size()];
        rule.prepare(step, config.learningRate(epochsDone, epochs), clipScale(blocks));
        parallel.forEach(blocks, block -> {
            int target = target(block);
            targets.get(target).update(block - firstBlock[target], rule);
        });
        for (RowTable table : tables) {
            table.clearGradient();
        }
    }

    private double clipScale(int blocks) {
        if (config.clipNorm() == 0) {
            return 1;
        }
        if (squaredNorms.length < blocks) {
            squaredNorms = new double[2 * blocks];
        }
        parallel.forEach(blocks, block -> {
            int target = target(block);
            squaredNorms[block] = targets.get(target).squaredNorm(block - firstBlock[target]);
        });
        double sum = 0;
        for (int block = 0; block < blocks; block++) {
            sum += squaredNorms[block];
        }
        double norm = Math.sqrt(sum);
        return norm > config.clipNorm() ? config.clipNorm() / norm : 1;
    }

    private int target(int block) {
        int target = 0;
        while (firstBlock[target + 1] <= block) {
            target++;
        }
        return target;
    }
}
