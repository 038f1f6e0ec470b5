package org.tandemrec.model.sasrec;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.MiniBatchRun;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Model;

/** Training by mini-batches of windows, in an order drawn anew in every epoch. */
final class SasRecRun implements MiniBatchRun {
    private final SasRecConfig config;
    private final Seed seed;
    private final Windows windows;
    private final Network network;
    private final MiniBatchTraining training;
    private final Batch batch;
    private final BatchStep step;
    private final TargetLoss targets;

    SasRecRun(SasRecConfig config, Interactions interactions, Windows windows, Seed seed, Parallel parallel) {
        this.config = config;
        this.seed = seed;
        this.windows = windows;
        this.network = new Network(config, interactions.itemCount(), seed.child("init"));
        this.training = new MiniBatchTraining(
                SasRecModel.KIND, config.optimizer(), config.epochs(), windows.targets(), network.weights(), parallel);
        int batchSize = Math.min(config.batchSize(), windows.count());
        int maxRows = Math.multiplyExact(batchSize, windows.longest());
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        this.batch = new Batch(interactions, windows, batchSize);
        this.step = new BatchStep(network, config, maxRows, gemm, parallel);
        this.targets = config.ownNegatives() > 0
                ? new OwnNegatives(
                        interactions, network, config.ownNegatives(), maxRows, seed.child("ownNegatives"), parallel)
                : new ItemLoss(
                        config, interactions, windows, network, maxRows, seed.child("negatives"), gemm, parallel);
    }

    @Override
    public MiniBatchTraining training() {
        return training;
    }

    @Override
    public MiniBatchTraining.Batches begin(int epoch) {
        targets.begin(epoch);
        return new EpochBatches(epoch);
    }

    private final class EpochBatches implements MiniBatchTraining.Batches {
        private final MiniBatchTraining.Stretches stretches;
        private final int[] order;
        private final Seed dropped;

        EpochBatches(int epoch) {
            this.stretches = new MiniBatchTraining.Stretches(windows.count(), config.batchSize());
            this.order = windows.shuffled(seed.child("order").child(epoch).random());
            this.dropped = seed.child("dropout").child(epoch);
        }

        @Override
        public boolean next() {
            return stretches.next();
        }

        @Override
        public double run(long number) {
            batch.fill(order, stretches.from(), stretches.count());
            return step.run(batch, number, targets, dropped.child(number));
        }

        @Override
        public int rows() {
            return batch.rows();
        }

        @Override
        public int columns() {
            return targets.columns();
        }
    }

    @Override
    public Model model() {
        return SasRecModel.load(config, network.state());
    }
}
