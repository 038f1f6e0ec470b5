package org.tandemrec.model.sasrec;

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
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.Optimizer;

/** Training by mini-batches of windows, in an order drawn anew in every epoch. */
final class SasRecRun implements TrainingRun {
    private final SasRecConfig config;
    private final Seed seed;
    private final Windows windows;
    private final Network network;
    private final Optimizer optimizer;
    private final Batch batch;
    private final BatchStep step;
    private final TargetLoss targets;

    SasRecRun(SasRecConfig config, Interactions training, Windows windows, Seed seed, Parallel parallel) {
        this.config = config;
        this.seed = seed;
        this.windows = windows;
        this.network = new Network(config, training.itemCount(), seed.child("init"));
        this.optimizer = new Optimizer(config.optimizer(), network.parameters(), network.tables(), parallel);
        int batchSize = Math.min(config.batchSize(), windows.count());
        int maxRows = Math.multiplyExact(batchSize, windows.longest());
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        this.batch = new Batch(training, windows, batchSize);
        this.step = new BatchStep(network, config, maxRows, gemm, parallel);
        this.targets = config.ownNegatives() > 0
                ? new OwnNegatives(
                        training, network, config.ownNegatives(), maxRows, seed.child("ownNegatives"), parallel)
                : new ItemLoss(config, training, windows, network, maxRows, seed.child("negatives"), gemm, parallel);
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return windows.targets();
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        int[] order = windows.shuffled(seed.child("order").child(epoch).random());
        Seed dropped = seed.child("dropout").child(epoch);
        targets.begin(epoch);
        double lossSum = 0;
        long done = 0;
        long number = 0;
        for (int from = 0; from < order.length; from += config.batchSize()) {
            batch.fill(order, from, Math.min(config.batchSize(), order.length - from));
            number++;
            double loss = step.run(batch, number, targets, dropped.child(number));
            if (!Double.isFinite(loss)) {
                throw notFinite(epoch, number, loss);
            }
            int rows = batch.rows();
            double middle = epoch - 1 + (done + 0.5 * rows) / windows.targets(); // of its events
            optimizer.update(middle, config.epochs());
            MiniBatchEvent.emit(epoch, number, rows, targets.columns());
            lossSum += loss;
            done += rows;
            progress.advance(rows);
        }
        if (!network.isFinite()) { // the last update may have been the one too many
            throw notFinite(epoch, number, Double.NaN);
        }
        return lossSum / done;
    }

    private NonFiniteLossException notFinite(int epoch, long number, double loss) {
        return new NonFiniteLossException(
                SasRecModel.KIND, epoch, number, loss, config.optimizer().learningRate());
    }

    @Override
    public Model model() {
        return SasRecModel.load(config, network.state());
    }

    @Override
    public ModelState state() {
        ModelState state = network.state().put("optimizer.step", new int[] {optimizer.step()});
        List<float[]> moments = optimizer.moments();
        for (int i = 0; i < moments.size(); i++) {
            state.put("optimizer.moments" + i, moments.get(i).clone());
        }
        return state;
    }

    @Override
    public void restore(ModelState state) {
        network.restore(state);
        List<float[]> moments = optimizer.moments();
        for (int i = 0; i < moments.size(); i++) {
            float[] saved = state.floats("optimizer.moments" + i, moments.get(i).length);
            System.arraycopy(saved, 0, moments.get(i), 0, saved.length);
        }
        optimizer.restore(state.ints("optimizer.step", 1)[0]);
    }
}
