package org.tandemrec.model.sdm;

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
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.Optimizer;
import org.tandemrec.nn.ScoringConfig;

/** Training by mini-batches of sessions, in an order drawn anew in every epoch. */
final class SdmRun implements TrainingRun {
    private final SdmConfig config;
    private final Seed seed;
    private final TrainingSessions sessions;
    private final Network network;
    private final Optimizer optimizer;
    private final NegativeSampler sampler;
    private final Batch batch;
    private final BatchStep step;

    SdmRun(SdmConfig config, Interactions training, TrainingSessions sessions, Seed seed, Parallel parallel) {
        this.config = config;
        this.seed = seed;
        this.sessions = sessions;
        this.network = new Network(config, training.userCount(), training.itemCount(), seed.child("init"));
        this.optimizer = new Optimizer(config.optimizer(), network.parameters(), network.tables(), parallel);
        ScoringConfig scored = config.scored();
        // also an item that is never a target has to be a negative, or nothing ever lowers its score
        this.sampler =
                new NegativeSampler(training.itemCounts(), scored.negativesAlpha(), scored.negatives(), parallel);
        int batchSize = Math.min(config.batchSize(), sessions.count());
        int maxRows = Math.multiplyExact(batchSize, sessions.longest());
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        ItemOutput output = ItemOutput.of(
                scored,
                config.objective(),
                network.vectors,
                network.bias,
                sessions.targetCounts(),
                sampler,
                maxRows,
                gemm,
                parallel);
        this.batch = new Batch(sessions, batchSize, config.longLength());
        this.step = new BatchStep(network, config, batchSize, maxRows, output, gemm, parallel);
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return sessions.targets();
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        int[] order = sessions.shuffled(seed.child("order").child(epoch).random());
        Seed dropped = seed.child("dropout").child(epoch);
        sampler.begin(seed.child("negatives").child(epoch));
        double lossSum = 0;
        long done = 0;
        long number = 0;
        for (int from = 0; from < order.length; from += config.batchSize()) {
            batch.fill(order, from, Math.min(config.batchSize(), order.length - from));
            int offset = sampler.offset(number++);
            double loss = step.run(batch, sampler.draws(), offset, dropped.child(number));
            if (!Double.isFinite(loss)) {
                throw notFinite(epoch, number, loss);
            }
            int rows = batch.sequences().rows();
            double middle = epoch - 1 + (done + 0.5 * rows) / sessions.targets(); // of its events
            optimizer.update(middle, config.epochs());
            MiniBatchEvent.emit(epoch, number, rows, step.columns());
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
                SdmModel.KIND, epoch, number, loss, config.optimizer().learningRate());
    }

    @Override
    public Model model() {
        return SdmModel.load(config, network.state());
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
