package org.tandemrec.model.gru4rec;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.MiniBatchRun;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Model;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.ScoringConfig;

/** Session-parallel training by mini-batches of one or more steps; the states before a mini-batch are constants. */
final class Gru4RecRun implements MiniBatchRun {
    private final Gru4RecConfig config;
    private final Interactions interactions;
    private final Seed seed;
    private final Parallel parallel;
    private final SequenceUsers users;
    private final Network network;
    private final MiniBatchTraining training;
    private final NegativeSampler sampler;
    private final WindowStep step;

    Gru4RecRun(Gru4RecConfig config, Interactions interactions, Seed seed, Parallel parallel) {
        this.config = config;
        this.interactions = interactions;
        this.seed = seed;
        this.parallel = parallel;
        this.users = SequenceUsers.of(interactions).byFirstEvent();
        this.network = new Network(config, interactions.userCount(), interactions.itemCount(), seed.child("init"));
        this.training = new MiniBatchTraining(
                Gru4RecModel.KIND, config.optimizer(), config.epochs(), users.targets(), network.weights(), parallel);
        ScoringConfig scored = config.scored();
        this.sampler = NegativeSampler.of(scored, interactions.itemCounts(), parallel);
        int[] counts = users.targetCounts();
        this.step = new WindowStep(
                network,
                config,
                Math.min(config.batchSize(), users.count()),
                (rows, gemm) -> output(config, network, counts, sampler, rows, gemm, parallel),
                parallel);
    }

    /**
     * The output that the config asks for.
     *
     * @param counts how often each item is a target
     * @param rows the most rows of a mini-batch
     */
    static ItemOutput output(
            Gru4RecConfig config,
            Network network,
            int[] counts,
            NegativeSampler sampler,
            int rows,
            ParallelGemm gemm,
            Parallel parallel) {
        return ItemOutput.of(
                config.scored(),
                config.objective(),
                network.vectors,
                network.bias,
                counts,
                sampler,
                rows,
                gemm,
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
        private final SessionWindows batch;
        private final Seed dropped;

        EpochBatches(int epoch) {
            this.batch = new SessionWindows(interactions, order(epoch), config.batchSize(), config.bptt());
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
            return batch.window().rows();
        }

        @Override
        public int columns() {
            return step.columns();
        }
    }

    private int[] order(int epoch) {
        return switch (config.order()) {
            case FIRST_EVENT -> users.users();
            case SHUFFLED -> users.shuffled(seed.child("order").child(epoch).random());
        };
    }

    @Override
    public Model model() {
        return new Gru4RecModel(network.copy(config), parallel);
    }
}
