package org.tandemrec.model.sdm;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.MiniBatchRun;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Model;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.ScoringConfig;

/** Training by mini-batches of sessions, in an order drawn anew in every epoch. */
final class SdmRun implements MiniBatchRun {
    private final SdmConfig config;
    private final Seed seed;
    private final TrainingSessions sessions;
    private final Network network;
    private final MiniBatchTraining training;
    private final NegativeSampler sampler;
    private final Batch batch;
    private final BatchStep step;

    SdmRun(SdmConfig config, Interactions interactions, TrainingSessions sessions, Seed seed, Parallel parallel) {
        this.config = config;
        this.seed = seed;
        this.sessions = sessions;
        this.network = new Network(config, interactions.userCount(), interactions.itemCount(), seed.child("init"));
        this.training = new MiniBatchTraining(
                SdmModel.KIND, config.optimizer(), config.epochs(), sessions.targets(), network.weights(), parallel);
        ScoringConfig scored = config.scored();
        this.sampler = NegativeSampler.of(scored, interactions.itemCounts(), parallel);
        int batchSize = Math.min(config.batchSize(), sessions.count());
        int maxRows = Math.multiplyExact(batchSize, sessions.longest());
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        ItemOutput output = ItemOutput.of(
                scored,
                config.objective(),
                network.vectors,
                network.bias,
                SequenceUsers.of(interactions).targetCounts(),
                sampler,
                maxRows,
                gemm,
                parallel);
        this.batch = new Batch(sessions, batchSize, config.longLength());
        this.step = new BatchStep(network, config, batchSize, maxRows, output, gemm, parallel);
    }

    @Override
    public MiniBatchTraining training() {
        return training;
    }

    @Override
    public MiniBatchTraining.Batches begin(int epoch) {
        sampler.begin(seed.child("negatives").child(epoch));
        return new EpochBatches(epoch);
    }

    private final class EpochBatches implements MiniBatchTraining.Batches {
        private final MiniBatchTraining.Stretches stretches;
        private final int[] order;
        private final Seed dropped;

        EpochBatches(int epoch) {
            this.stretches = new MiniBatchTraining.Stretches(sessions.count(), config.batchSize());
            this.order = sessions.shuffled(seed.child("order").child(epoch).random());
            this.dropped = seed.child("dropout").child(epoch);
        }

        @Override
        public boolean next() {
            return stretches.next();
        }

        @Override
        public double run(long number) {
            batch.fill(order, stretches.from(), stretches.count());
            return step.run(batch, sampler.draws(), sampler.offset(number - 1), dropped.child(number));
        }

        @Override
        public int rows() {
            return batch.sequences().rows();
        }

        @Override
        public int columns() {
            return step.columns();
        }
    }

    @Override
    public Model model() {
        return SdmModel.load(config, network.state());
    }
}
