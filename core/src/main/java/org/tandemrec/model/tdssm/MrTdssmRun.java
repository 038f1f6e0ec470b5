package org.tandemrec.model.tdssm;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchRun;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Model;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.ScoringConfig;

/** Session-parallel training by mini-batches of several events of each lane; the states before a mini-batch are constants. */
final class MrTdssmRun implements MiniBatchRun {
    private final MrTdssmConfig config;
    private final Interactions interactions;
    private final Seed seed;
    private final Parallel parallel;
    private final SequenceUsers users;
    private final int lanes;
    private final Network network;
    private final MiniBatchTraining training;
    private final NegativeSampler sampler;
    private final BatchStep step;

    MrTdssmRun(MrTdssmConfig config, Interactions interactions, Seed seed, Parallel parallel) {
        this.config = config;
        this.interactions = interactions;
        this.seed = seed;
        this.parallel = parallel;
        this.users = SequenceUsers.of(interactions);
        this.lanes = Math.min(config.batchSize(), users.count());
        this.network = new Network(config, interactions.userCount(), interactions.itemCount(), seed.child("init"));
        this.training = new MiniBatchTraining(
                MrTdssmModel.KIND, config.optimizer(), config.epochs(), users.targets(), network.weights(), parallel);
        ScoringConfig scored = config.scored();
        this.sampler = NegativeSampler.of(scored, interactions.itemCounts(), parallel);
        int[] counts = users.targetCounts();
        this.step = new BatchStep(
                network,
                interactions,
                lanes,
                (vectors, rows, gemm) -> ItemOutput.of(
                        scored, config.objective(), vectors, network.bias, counts, sampler, rows, gemm, parallel),
                parallel);
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
        private final Batch batch;
        private final Seed dropped;

        EpochBatches(int epoch) {
            int[] order = users.shuffled(seed.child("order").child(epoch).random());
            this.batch = new Batch(interactions, order, lanes, config);
            this.dropped = seed.child("dropout").child(epoch);
        }

        @Override
        public boolean next() {
            return batch.next();
        }

        @Override
        public double run(long number) {
            return step.run(batch, sampler.draws(), sampler.offset(number - 1), dropped.child(number));
        }

        @Override
        public int rows() {
            return batch.rows();
        }

        @Override
        public int columns() {
            return step.columns();
        }
    }

    @Override
    public Model model() {
        return new MrTdssmModel(network.finished(users.users()), parallel);
    }
}
