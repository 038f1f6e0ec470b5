package org.tandemrec.model.fpmc;

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

/** Training by mini-batches of targets, in an order drawn anew in every epoch. */
final class FpmcRun implements MiniBatchRun {
    private final FpmcConfig config;
    private final Seed seed;
    private final FpmcWeights weights;
    private final Transitions transitions;
    private final MiniBatchTraining training;
    private final NegativeSampler sampler;
    private final BatchStep step;

    FpmcRun(FpmcConfig config, Interactions interactions, Seed seed, Parallel parallel) {
        this.config = config;
        this.seed = seed;
        this.weights = FpmcWeights.initial(config.factors(), config.init(), interactions, seed.child("init"));
        this.transitions = new Transitions(interactions, config.basketSize());
        this.training = new MiniBatchTraining(
                FpmcModel.KIND, config.optimizer(), config.epochs(), transitions.size(), weights.weights(), parallel);
        ScoringConfig scored = config.scored();
        this.sampler = NegativeSampler.of(scored, interactions.itemCounts(), parallel);
        ItemOutput output = ItemOutput.of(
                scored,
                config.objective(),
                weights.vectors,
                weights.bias,
                SequenceUsers.of(interactions).targetCounts(),
                sampler,
                config.batchSize(),
                new ParallelGemm(Gemm.best(), parallel),
                parallel);
        this.step = new BatchStep(weights, transitions, output, config.dropout(), config.batchSize(), parallel);
    }

    @Override
    public MiniBatchTraining training() {
        return training;
    }

    @Override
    public MiniBatchTraining.Batches begin(int epoch) {
        transitions.shuffle(seed.child("order").child(epoch));
        sampler.begin(seed.child("negatives").child(epoch));
        return new EpochBatches(epoch);
    }

    private final class EpochBatches implements MiniBatchTraining.Batches {
        private final MiniBatchTraining.Stretches stretches;
        private final Seed dropped;

        EpochBatches(int epoch) {
            this.stretches = new MiniBatchTraining.Stretches(transitions.size(), config.batchSize());
            this.dropped = seed.child("dropout").child(epoch);
        }

        @Override
        public boolean next() {
            return stretches.next();
        }

        @Override
        public double run(long number) {
            long update = number - 1;
            int drop = (int) dropped.child(update).value();
            return step.run(stretches.from(), stretches.to(), sampler.draws(), sampler.offset(update), drop);
        }

        @Override
        public int rows() {
            return stretches.count();
        }

        @Override
        public int columns() {
            return step.columns();
        }
    }

    @Override
    public Model model() {
        return new FpmcModel(config.basketSize(), weights.copy());
    }
}
