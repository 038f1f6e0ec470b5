package org.tandemrec.model.fpmc;

import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.MiniBatchEvent;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.OptimizerState;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.AliasTable;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.Optimizer;
import org.tandemrec.nn.ScoringConfig;

/** A training under way: all targets in a random order, one after another (S-BPR) or by mini-batches. */
final class FpmcRun implements TrainingRun {
    /* Targets between two reports of progress; S-BPR's rate is that of the middle of them. */
    private static final int REPORT = 1 << 11;

    private final FpmcConfig config;
    private final Seed seed;
    private final FpmcWeights weights;
    private final Transitions transitions;
    private final Passes passes;

    FpmcRun(FpmcConfig config, Interactions training, Seed seed, Parallel parallel) {
        this.config = config;
        this.seed = seed;
        this.weights = FpmcWeights.initial(config.factors(), config.init(), training, seed.child("init"));
        this.transitions = new Transitions(training, config.basketSize());
        int[] counts = training.itemCounts();
        this.passes = switch (config.learning()) {
            case S_BPR -> new Pairwise(counts);
            case MINI_BATCH -> new Batches(counts, parallel);
        };
    }

    /** The part of an epoch that the two ways of learning do not share. */
    private sealed interface Passes {
        /** Begins an epoch. */
        void begin(int epoch);

        /** Learns from the targets at some places of the order, at most {@link #size}; returns the sum of their losses. */
        double run(int epoch, int from, int to);

        /** The most targets of a pass. */
        int size();

        /** The number of losses that a target brings. */
        int lossesPerTarget();

        /** The optimiser, if there is one. */
        List<Optimizer> optimizers();
    }

    private final class Pairwise implements Passes {
        private final PairwiseEpoch descent;

        Pairwise(int[] counts) {
            double[] share = new double[counts.length];
            for (int item = 0; item < counts.length; item++) {
                share[item] = counts[item] == 0
                        ? 0
                        : StrictMath.pow(counts[item], config.scored().negativesAlpha());
            }
            int negatives = config.scored().negatives();
            this.descent =
                    new PairwiseEpoch(weights, transitions, new AliasTable(share), negatives, config.regularization());
        }

        @Override
        public void begin(int epoch) {
            descent.begin(seed.child("negatives").child(epoch).random());
        }

        @Override
        public double run(int epoch, int from, int to) {
            double rate = config.optimizer().learningRate(done(epoch, from, to), config.epochs());
            return descent.run(from, to, (float) rate);
        }

        @Override
        public int size() {
            return REPORT;
        }

        @Override
        public int lossesPerTarget() {
            return config.scored().negatives();
        }

        @Override
        public List<Optimizer> optimizers() {
            return List.of();
        }
    }

    private final class Batches implements Passes {
        private final NegativeSampler sampler;
        private final BatchStep step;
        private final Optimizer optimizer;

        Batches(int[] counts, Parallel parallel) {
            ScoringConfig scored = config.scored();
            this.sampler = new NegativeSampler(counts, scored.negativesAlpha(), scored.negatives(), parallel);
            ItemOutput output = ItemOutput.of(
                    scored,
                    config.objective(),
                    weights.vectors,
                    weights.bias,
                    targetCounts(),
                    sampler,
                    config.batchSize(),
                    new ParallelGemm(Gemm.best(), parallel),
                    parallel);
            this.step = new BatchStep(weights, transitions, output, config.dropout(), config.batchSize(), parallel);
            this.optimizer = new Optimizer(config.optimizer(), List.of(), weights.tables(), parallel);
        }

        /** How often each item is a target. */
        private int[] targetCounts() {
            int[] counts = new int[weights.vectors.rows()];
            for (int target = 0; target < transitions.size(); target++) {
                counts[transitions.item(target)]++;
            }
            return counts;
        }

        @Override
        public void begin(int epoch) {
            sampler.begin(seed.child("negatives").child(epoch));
        }

        @Override
        public double run(int epoch, int from, int to) {
            int batch = from / config.batchSize();
            Seed dropped = seed.child("dropout").child(epoch).child(batch);
            double loss = step.run(from, to, sampler.draws(), sampler.offset(batch), (int) dropped.value());
            if (Double.isFinite(loss)) {
                optimizer.update(done(epoch, from, to), config.epochs());
            }
            MiniBatchEvent.emit(epoch, batch + 1L, to - from, step.columns());
            return loss;
        }

        @Override
        public int size() {
            return config.batchSize();
        }

        @Override
        public int lossesPerTarget() {
            return 1;
        }

        @Override
        public List<Optimizer> optimizers() {
            return List.of(optimizer);
        }
    }

    /** How many epochs, whole and in part, are done in the middle of some places. */
    private double done(int epoch, int from, int to) {
        return epoch - 1 + 0.5 * ((double) from + to) / transitions.size();
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
        passes.begin(epoch);
        int size = transitions.size();
        double sum = 0;
        int reported = 0;
        for (int from = 0; from < size; from += passes.size()) {
            int to = Math.min(size, from + passes.size());
            sum += passes.run(epoch, from, to);
            if (!Double.isFinite(sum)) {
                throw notFinite(epoch, from, sum);
            }
            if (to - reported >= REPORT || to == size) {
                progress.advance(to - reported);
                reported = to;
            }
        }
        if (!weights.weights().isFinite()) { // the last update may have been the one too many
            throw notFinite(epoch, size - 1, Double.NaN);
        }
        return sum / ((double) size * passes.lossesPerTarget());
    }

    private NonFiniteLossException notFinite(int epoch, int place, double loss) {
        return new NonFiniteLossException(
                FpmcModel.KIND,
                epoch,
                place / passes.size() + 1L,
                loss,
                config.optimizer().learningRate());
    }

    @Override
    public Model model() {
        return new FpmcModel(config.basketSize(), weights.copy());
    }

    @Override
    public ModelState state() {
        ModelState state = weights.weights().state();
        passes.optimizers().forEach(optimizer -> OptimizerState.put(state, optimizer));
        return state;
    }

    @Override
    public void restore(ModelState state) {
        weights.weights().restore(state);
        passes.optimizers().forEach(optimizer -> OptimizerState.restore(state, optimizer));
    }
}
