package org.tandemrec.model.lfm;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.PairRows;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;

/**
 * Alternating least squares (Hu, Koren and Volinsky, ICDM 2008): an epoch solves for all items with the users as they are, then for
 * all users with the items as they are. Users come last, so that a model's users fit its items.
 *
 * <p>Rows of one side do not depend on each other, so they are solved on all threads, and the result does not depend on how many
 * there are.
 */
final class AlsRun implements TrainingRun {
    private static final Kernels KERNELS = Kernels.best();
    private static final float[] NO_RATINGS = {};

    private final AlsConfig config;
    private final RowObjective objective;
    private final Parallel parallel;
    private final PairRows users;
    private final PairRows items;
    private final RowSchedule userSchedule;
    private final RowSchedule itemSchedule;
    private LfmWeights weights;

    AlsRun(AlsConfig config, Interactions training, Seed seed, Parallel parallel) {
        this.config = config;
        this.objective = RowObjective.of(config);
        this.parallel = parallel;
        this.users = PairRows.byUser(training, parallel);
        this.items = users.transposed(training.itemCount());
        this.userSchedule = new RowSchedule(users, config.factors());
        this.itemSchedule = new RowSchedule(items, config.factors());
        this.weights = LfmWeights.initial(config, users.rows(), items.rows(), seed.child("init"));
        weights.clearUntrained(user -> users.count(user) > 0, item -> items.count(item) > 0);
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return 2L * users.size(); // each pair once for its item and once for its user
    }

    @Override
    public String unit() {
        return "interactions";
    }

    /** Returns the whole objective, penalties included, per interaction. */
    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        FixedSide fixedUsers = FixedSide.users(weights, objective, parallel);
        solve(items, itemSchedule, fixedUsers, weights.itemFactors(), progress);
        FixedSide fixedItems = FixedSide.items(weights, objective, parallel);
        double gain = solve(users, userSchedule, fixedItems, weights.userFactors(), progress);
        double objectiveOfUsers = users.size() - gain;
        double loss = (objectiveOfUsers + itemPenalty(fixedUsers.totalWeight())) / users.size();
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLossException(
                    AlsTrainer.KIND, epoch, 1, loss, "raise regularization (now " + config.regularization() + ")");
        }
        return loss;
    }

    /** Solves for all rows of one side; returns by how much that lowers the objective below that of rows of zeros. */
    private double solve(
            PairRows pairs, RowSchedule schedule, FixedSide side, float[] factors, ProgressListener.Task progress) {
        double[] gains = new double[schedule.chunks()];
        parallel.forEach(
                gains.length,
                chunk -> gains[chunk] = switch (config.solver()) {
                    case CHOLESKY -> solveChunk(pairs, schedule, chunk, side, factors, progress);
                    case CONJUGATE_GRADIENT -> improveChunk(pairs, schedule, chunk, side, factors, progress);
                });
        double sum = 0;
        for (double gain : gains) {
            sum += gain;
        }
        return sum;
    }

    private double solveChunk(
            PairRows pairs,
            RowSchedule schedule,
            int chunk,
            FixedSide side,
            float[] factors,
            ProgressListener.Task progress) {
        RowSolver solver = new RowSolver(side, objective);
        int[] others = new int[pairs.count(schedule.row(schedule.start(chunk)))]; // the first row is the longest
        double gain = 0;
        long done = 0;
        for (int place = schedule.start(chunk); place < schedule.start(chunk + 1); place++) {
            int row = schedule.row(place);
            int count = pairs.count(row);
            pairs.copy(row, others);
            gain += solver.solve(others, count, NO_RATINGS, factors, row * config.factors());
            done += count;
        }
        progress.advance(done);
        return gain;
    }

    private double improveChunk(
            PairRows pairs,
            RowSchedule schedule,
            int chunk,
            FixedSide side,
            float[] factors,
            ProgressListener.Task progress) {
        RowDescent descent = new RowDescent(side, objective, config.cgIterations());
        int[] others = new int[pairs.count(schedule.row(schedule.start(chunk)))];
        double gain = 0;
        long done = 0;
        for (int place = schedule.start(chunk); place < schedule.start(chunk + 1); place++) {
            int row = schedule.row(place);
            int count = pairs.count(row);
            pairs.copy(row, others);
            gain += descent.improve(others, count, factors, row * config.factors());
            done += count;
        }
        progress.advance(done);
        return gain;
    }

    private double itemPenalty(double trainedUsers) {
        double sum = 0;
        int F = config.factors();
        for (int item = 0; item < items.rows(); item++) {
            double square = KERNELS.sumOfSquares(weights.itemFactors(), item * F, 0, F);
            sum += objective.ridge().of(items.count(item), trainedUsers) * square;
        }
        return sum;
    }

    @Override
    public Model model() {
        return new LfmModel(AlsTrainer.KIND, objective, weights.copy());
    }

    @Override
    public ModelState state() {
        return weights.copy().state();
    }

    @Override
    public void restore(ModelState state) {
        weights = LfmWeights.of(config, state).copy();
    }
}
