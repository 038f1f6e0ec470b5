package org.tandemrec.model.neumf;

import java.util.SplittableRandom;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchEvent;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.OptimizerState;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.Optimizer;

/**
 * A training under way: all events in a random order by mini-batches, each event with negatives of its own.
 *
 * <p>In the epochs of the pre-training both halves have a loss of their own; as they share no weight, that trains each as if it were
 * alone. They are fused before the first epoch that follows.
 */
final class NeuMfRun implements TrainingRun {
    /* Events between two reports of progress. */
    private static final int REPORT = 1 << 11;

    private final NeuMfConfig config;
    private final Interactions training;
    private final Seed seed;
    private final NeuMfWeights weights;
    private final Positives positives;
    private final UnseenItems unseen;
    private final NeuMfStep step;
    private final Optimizer optimizer;
    private final int[] users;
    private final int[] items;
    private final float[] labels;
    private boolean fused;

    NeuMfRun(NeuMfConfig config, Interactions training, Seed seed, Parallel parallel) {
        this.config = config;
        this.training = training;
        this.seed = seed;
        this.weights = NeuMfWeights.initial(config, training, seed.child("init"));
        this.positives = new Positives(training);
        this.unseen = new UnseenItems(training);
        int rows = Math.multiplyExact(config.batchSize(), config.negatives() + 1);
        this.step = new NeuMfStep(weights, rows, parallel);
        this.optimizer = new Optimizer(config.optimizer(), weights.parameters(), weights.tables(), parallel);
        this.users = new int[rows];
        this.items = new int[rows];
        this.labels = new float[rows];
        this.fused = config.pretrainEpochs() == 0;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return positives.size();
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        if (!fused && epoch > config.pretrainEpochs()) {
            weights.fuse(config.productShare());
            fused = true;
        }
        positives.shuffle(seed.child("order").child(epoch));
        Seed drawn = seed.child("negatives").child(epoch);
        Seed dropped = seed.child("dropout").child(epoch);
        int size = positives.size();
        double sum = 0;
        long samples = 0;
        int reported = 0;
        long batch = 1;
        for (int from = 0; from < size; from += config.batchSize(), batch++) {
            int to = Math.min(size, from + config.batchSize());
            int rows = fill(from, to, drawn.child(batch).random());
            sum += step.run(users, items, labels, rows, fused, (int)
                    dropped.child(batch).value());
            if (!Double.isFinite(sum)) {
                throw notFinite(epoch, batch, sum);
            }
            optimizer.update(epoch - 1 + 0.5 * ((double) from + to) / size, config.epochs());
            MiniBatchEvent.emit(epoch, batch, rows, 1);
            samples += rows;
            if (to - reported >= REPORT || to == size) {
                progress.advance(to - reported);
                reported = to;
            }
        }
        if (!weights.weights().isFinite()) { // the last update may have been the one too many
            throw notFinite(epoch, batch - 1, Double.NaN);
        }
        return sum / samples;
    }

    /** The rows of the events at some places: each, then negatives of its user, none where the user has seen everything. */
    private int fill(int from, int to, SplittableRandom random) {
        int rows = 0;
        for (int place = from; place < to; place++) {
            int user = positives.user(place);
            rows = add(rows, user, positives.item(place), 1);
            int count = unseen.count(user);
            for (int k = 0; k < config.negatives() && count > 0; k++) {
                rows = add(rows, user, unseen.item(user, random.nextInt(count)), 0);
            }
        }
        return rows;
    }

    private int add(int row, int user, int item, float label) {
        users[row] = user;
        items[row] = item;
        labels[row] = label;
        return row + 1;
    }

    private NonFiniteLossException notFinite(int epoch, long batch, double loss) {
        return new NonFiniteLossException(
                NeuMfModel.KIND, epoch, batch, loss, config.optimizer().learningRate());
    }

    /** A model of both halves, fused where training has not come so far yet. */
    @Override
    public Model model() {
        NeuMfWeights copy = weights.copy();
        if (!fused) {
            copy.fuse(config.productShare());
        }
        return new NeuMfModel(copy, LikelyUsers.of(copy, training));
    }

    @Override
    public ModelState state() {
        return OptimizerState.put(weights.weights().state().put("fused", new int[] {fused ? 1 : 0}), optimizer);
    }

    @Override
    public void restore(ModelState state) {
        weights.weights().restore(state);
        fused = state.ints("fused", 1)[0] == 1;
        OptimizerState.restore(state, optimizer);
    }
}
