package org.tandemrec.model.sasrec;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.Loss;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.ScoringConfig;

/** Every target beside all items, or beside a sample that a mini-batch shares. */
final class ItemLoss implements TargetLoss {
    private final Seed seed;
    private final NegativeSampler sampler;
    private final ItemOutput output;

    ItemLoss(
            SasRecConfig config,
            Interactions training,
            Windows windows,
            Network network,
            int maxRows,
            Seed seed,
            ParallelGemm gemm,
            Parallel parallel) {
        ScoringConfig scored = config.scored();
        this.seed = seed;
        // also an item that is never a target has to be a negative, or nothing ever lowers its score
        this.sampler =
                new NegativeSampler(training.itemCounts(), scored.negativesAlpha(), scored.negatives(), parallel);
        this.output = switch (scored.scoring()) {
            case ALL_ITEMS ->
                ItemOutput.ofAllItems(
                        network.vectors, network.bias, Loss.of(config.objective(), 1), maxRows, gemm, parallel);
            case SAMPLED -> {
                double others = Math.max(1, network.itemCount - 1);
                double samplingRate = Math.min(1, (maxRows - 1.0 + scored.negatives()) / others);
                yield ItemOutput.ofSample(
                        network.vectors,
                        network.bias,
                        Loss.of(config.objective(), samplingRate),
                        scored,
                        shares(training, windows),
                        sampler,
                        maxRows,
                        gemm,
                        parallel);
            }
        };
    }

    /** Each item's share of all targets. */
    private static double[] shares(Interactions training, Windows windows) {
        double[] share = new double[training.itemCount()];
        for (int window = 0; window < windows.count(); window++) {
            for (int i = 1; i <= windows.length(window); i++) {
                share[training.item(windows.first(window) + i)] += 1.0 / windows.targets();
            }
        }
        return share;
    }

    @Override
    public void begin(int epoch) {
        sampler.begin(seed.child(epoch));
    }

    @Override
    public double step(Batch batch, long number, float[] h, float[] dh) {
        int rows = batch.rows();
        int offset = sampler.offset(number - 1);
        return output.step(h, batch.targets(), rows, sampler.draws(), offset, 1f / rows, dh);
    }

    @Override
    public int columns() {
        return output.columns();
    }
}
