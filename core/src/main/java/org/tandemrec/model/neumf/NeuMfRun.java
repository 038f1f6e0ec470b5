package org.tandemrec.model.neumf;

import java.util.SplittableRandom;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchRun;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ShuffledEvents;

/**
 * A training under way: all events in a random order by mini-batches, each event with negatives of its own.
 *
 * <p>In the epochs of the pre-training both halves have a loss of their own; as they share no weight, that trains each as if it were
 * alone. They are fused before the first epoch that follows.
 */
final class NeuMfRun implements MiniBatchRun {
    private final NeuMfConfig config;
    private final Interactions interactions;
    private final Seed seed;
    private final NeuMfWeights weights;
    private final ShuffledEvents positives;
    private final UnseenItems unseen;
    private final NeuMfStep step;
    private final MiniBatchTraining training;
    private final int[] users;
    private final int[] items;
    private final float[] labels;
    private boolean fused;

    NeuMfRun(NeuMfConfig config, Interactions interactions, Seed seed, Parallel parallel) {
        this.config = config;
        this.interactions = interactions;
        this.seed = seed;
        this.weights = NeuMfWeights.initial(config, interactions, seed.child("init"));
        this.positives = new ShuffledEvents(interactions, 0);
        this.unseen = new UnseenItems(interactions);
        int rows = Math.multiplyExact(config.batchSize(), config.negatives() + 1);
        this.step = new NeuMfStep(weights, rows, parallel);
        this.training = new MiniBatchTraining(
                NeuMfModel.KIND, config.optimizer(), config.epochs(), positives.size(), weights.weights(), parallel);
        this.users = new int[rows];
        this.items = new int[rows];
        this.labels = new float[rows];
        this.fused = config.pretrainEpochs() == 0;
    }

    @Override
    public MiniBatchTraining training() {
        return training;
    }

    @Override
    public MiniBatchTraining.Batches begin(int epoch) {
        if (!fused && epoch > config.pretrainEpochs()) {
            weights.fuse(config.productShare());
            fused = true;
        }
        positives.shuffle(seed.child("order").child(epoch));
        return new EpochBatches(epoch);
    }

    private final class EpochBatches implements MiniBatchTraining.Batches {
        private final MiniBatchTraining.Stretches stretches;
        private final Seed drawn;
        private final Seed dropped;
        private int samples;

        EpochBatches(int epoch) {
            this.stretches = new MiniBatchTraining.Stretches(positives.size(), config.batchSize());
            this.drawn = seed.child("negatives").child(epoch);
            this.dropped = seed.child("dropout").child(epoch);
        }

        @Override
        public boolean next() {
            return stretches.next();
        }

        @Override
        public double run(long number) {
            samples = fill(stretches.from(), stretches.to(), drawn.child(number).random());
            return step.run(users, items, labels, samples, fused, (int)
                    dropped.child(number).value());
        }

        @Override
        public int rows() {
            return stretches.count();
        }

        @Override
        public int losses() {
            return samples;
        }

        @Override
        public int columns() {
            return 1 + config.negatives();
        }
    }

    /** The rows of the events at some places: each, then negatives of its user, none where the user has seen everything. */
    private int fill(int from, int to, SplittableRandom random) {
        int rows = 0;
        for (int place = from; place < to; place++) {
            int event = positives.at(place);
            int user = positives.user(event);
            rows = add(rows, user, interactions.item(positives.row(event)), 1);
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

    /** A model of both halves, fused where training has not come so far yet. */
    @Override
    public Model model() {
        NeuMfWeights copy = weights.copy();
        if (!fused) {
            copy.fuse(config.productShare());
        }
        return new NeuMfModel(copy, LikelyUsers.of(copy, interactions));
    }

    @Override
    public ModelState state() {
        return training.state().put("fused", new int[] {fused ? 1 : 0});
    }

    @Override
    public void restore(ModelState state) {
        training.restore(state);
        fused = state.ints("fused", 1)[0] == 1;
    }
}
