package org.tandemrec.model.sasrec;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.ItemOutput;
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
        this.sampler = NegativeSampler.of(scored, training.itemCounts(), parallel);
        this.output = ItemOutput.of(
                scored,
                config.objective(),
                network.vectors,
                network.bias,
                targetCounts(training, windows),
                sampler,
                maxRows,
                gemm,
                parallel);
    }

    /** How often each item is a target. */
    private static int[] targetCounts(Interactions training, Windows windows) {
        int[] counts = new int[training.itemCount()];
        for (int window = 0; window < windows.count(); window++) {
            for (int i = 1; i <= windows.length(window); i++) {
                counts[training.item(windows.first(window) + i)]++;
            }
        }
        return counts;
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
