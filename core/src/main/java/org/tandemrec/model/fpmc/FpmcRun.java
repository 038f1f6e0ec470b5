package org.tandemrec.model.fpmc;

import org.tandemrec.base.AliasTable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.ScoringConfig;

/** A training under way: all targets in a random order, one after another (S-BPR) or by mini-batches. */
final class FpmcRun implements TrainingRun {
    private final FpmcConfig config;
    private final Seed seed;
    private final FpmcWeights weights;
    private final Transitions transitions;
    private final Learning learning;

    FpmcRun(FpmcConfig config, Interactions training, Seed seed, Parallel parallel) {
        this.config = config;
        this.seed = seed;
        this.weights = FpmcWeights.initial(config.factors(), config.init(), training, seed.child("init"));
        this.transitions = new Transitions(training, config.basketSize());
        this.learning = switch (config.learning()) {
            case S_BPR -> new Pairwise(training.itemCounts());
            case MINI_BATCH -> new MiniBatches(training, parallel);
        };
    }

    /** The part of a training that the two ways of learning do not share. */
    private sealed interface Learning {
        /** Learns from all targets in their order; returns the mean loss. */
        double epoch(int epoch, ProgressListener.Task progress);

        /** A copy of all that a checkpoint keeps. */
        ModelState state();

        /** Goes on from a {@link #state}. */
        void restore(ModelState state);
    }

    private final class Pairwise implements Learning {
        /* Targets between two reports of progress; the rate is that of the middle of them. */
        private static final int PASS = 1 << 11;

        private final PairwiseEpoch descent;

        Pairwise(int[] counts) {
            ScoringConfig scored = config.scored();
            AliasTable negatives = AliasTable.ofCounts(counts, scored.negativesAlpha());
            this.descent =
                    new PairwiseEpoch(weights, transitions, negatives, scored.negatives(), config.regularization());
        }

        @Override
        public double epoch(int epoch, ProgressListener.Task progress) {
            descent.begin(seed.child("negatives").child(epoch).random());
            int size = transitions.size();
            double sum = 0;
            long pass = 1;
            for (int from = 0; from < size; from += PASS, pass++) {
                int to = Math.min(size, from + PASS);
                double done = epoch - 1 + 0.5 * ((double) from + to) / size;
                sum += descent.run(from, to, (float) config.optimizer().learningRate(done, config.epochs()));
                if (!Double.isFinite(sum)) {
                    throw notFinite(epoch, pass, sum);
                }
                progress.advance(to - from);
            }
            if (!weights.weights().isFinite()) { // the last step may have been the one too many
                throw notFinite(epoch, pass - 1, Double.NaN);
            }
            return sum / ((double) size * config.scored().negatives());
        }

        private NonFiniteLossException notFinite(int epoch, long pass, double loss) {
            float rate = config.optimizer().learningRate();
            return new NonFiniteLossException(FpmcModel.KIND, epoch, pass, loss, rate);
        }

        @Override
        public ModelState state() {
            return weights.weights().state();
        }

        @Override
        public void restore(ModelState state) {
            weights.weights().restore(state);
        }
    }

    private final class MiniBatches implements Learning {
        private final NegativeSampler sampler;
        private final BatchStep step;
        private final MiniBatchTraining training;

        MiniBatches(Interactions data, Parallel parallel) {
            ScoringConfig scored = config.scored();
            this.sampler =
                    new NegativeSampler(data.itemCounts(), scored.negativesAlpha(), scored.negatives(), parallel);
            ItemOutput output = ItemOutput.of(
                    scored,
                    config.objective(),
                    weights.vectors,
                    weights.bias,
                    SequenceUsers.of(data).targetCounts(),
                    sampler,
                    config.batchSize(),
                    new ParallelGemm(Gemm.best(), parallel),
                    parallel);
            this.step = new BatchStep(weights, transitions, output, config.dropout(), config.batchSize(), parallel);
            this.training = new MiniBatchTraining(
                    FpmcModel.KIND,
                    config.optimizer(),
                    config.epochs(),
                    transitions.size(),
                    weights.weights(),
                    parallel);
        }

        @Override
        public double epoch(int epoch, ProgressListener.Task progress) {
            sampler.begin(seed.child("negatives").child(epoch));
            return training.epoch(epoch, new EpochBatches(epoch), progress);
        }

        private final class EpochBatches extends MiniBatchTraining.Stretches {
            private final Seed dropped;

            EpochBatches(int epoch) {
                super(transitions.size(), config.batchSize());
                this.dropped = seed.child("dropout").child(epoch);
            }

            @Override
            protected double run(long number, int from, int to) {
                long update = number - 1;
                int drop = (int) dropped.child(update).value();
                return step.run(from, to, sampler.draws(), sampler.offset(update), drop);
            }

            @Override
            public int columns() {
                return step.columns();
            }
        }

        @Override
        public ModelState state() {
            return training.state();
        }

        @Override
        public void restore(ModelState state) {
            training.restore(state);
        }
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return transitions.size();
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        transitions.shuffle(seed.child("order").child(epoch));
        return learning.epoch(epoch, progress);
    }

    @Override
    public Model model() {
        return new FpmcModel(config.basketSize(), weights.copy());
    }

    @Override
    public ModelState state() {
        return learning.state();
    }

    @Override
    public void restore(ModelState state) {
        learning.restore(state);
    }
}
