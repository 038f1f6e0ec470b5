package org.tandemrec.model.tdssm;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.MiniBatchEvent;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.Loss;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.Optimizer;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.ScoringConfig;

/** Session-parallel training by mini-batches of several events of each lane; the states before a mini-batch are constants. */
final class MrTdssmRun implements TrainingRun {
    private final MrTdssmConfig config;
    private final Interactions training;
    private final Seed seed;
    private final Network network;
    private final Optimizer optimizer;
    private final NegativeSampler sampler;
    private final BatchStep step;
    private final int[] users;
    private final int lanes;
    private final long targets;

    MrTdssmRun(MrTdssmConfig config, Interactions training, Seed seed, Parallel parallel) {
        this.config = config;
        this.training = training;
        this.seed = seed;
        this.network = new Network(config, training.userCount(), training.itemCount(), seed.child("init"));
        this.optimizer = new Optimizer(config.optimizer(), network.parameters(), network.tables(), parallel);
        this.users = IntStream.range(0, training.userCount())
                .filter(user -> training.count(user) >= 2)
                .toArray();
        this.lanes = Math.min(config.batchSize(), users.length);
        this.targets = Arrays.stream(users)
                .mapToLong(user -> training.count(user) - 1L)
                .sum();
        ScoringConfig scored = config.scored();
        // also an item that is never a target has to be a negative, or nothing ever lowers its score
        this.sampler =
                new NegativeSampler(training.itemCounts(), scored.negativesAlpha(), scored.negatives(), parallel);
        this.step = new BatchStep(
                network, training, lanes, (vectors, rows, gemm) -> output(vectors, rows, gemm, parallel), parallel);
    }

    private ItemOutput output(RowTable vectors, int rows, ParallelGemm gemm, Parallel parallel) {
        ScoringConfig scored = config.scored();
        return switch (scored.scoring()) {
            case ALL_ITEMS ->
                ItemOutput.ofAllItems(vectors, network.bias, Loss.of(config.objective(), 1), rows, gemm, parallel);
            case SAMPLED -> {
                double others = Math.max(1, network.itemCount - 1);
                double samplingRate = Math.min(1, (rows - 1.0 + scored.negatives()) / others);
                Loss loss = Loss.of(config.objective(), samplingRate);
                yield ItemOutput.ofSample(vectors, network.bias, loss, scored, shares(), sampler, rows, gemm, parallel);
            }
        };
    }

    /** Each item's share of all targets. */
    private double[] shares() {
        double[] share = new double[training.itemCount()];
        for (int user : users) {
            for (int row = training.start(user) + 1; row < training.end(user); row++) {
                share[training.item(row)] += 1.0 / targets;
            }
        }
        return share;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return targets;
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        int[] order = shuffled(seed.child("order").child(epoch).random());
        Batch batch = new Batch(training, order, lanes, config);
        sampler.begin(seed.child("negatives").child(epoch));
        Seed dropped = seed.child("dropout").child(epoch);
        double lossSum = 0;
        long done = 0;
        long number = 0;
        while (batch.next()) {
            int offset = sampler.offset(number++);
            double loss = step.run(batch, sampler.draws(), offset, dropped.child(number));
            if (!Double.isFinite(loss)) {
                throw notFinite(epoch, number, loss);
            }
            int rows = batch.rows();
            double middle = epoch - 1 + (done + 0.5 * rows) / targets; // of its events
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
                MrTdssmModel.KIND, epoch, number, loss, config.optimizer().learningRate());
    }

    /**
     * A random order in which each next user is drawn with a probability proportional to the length of the history (Efraimidis and
     * Spirakis, 2006), so that all lanes run out together.
     */
    private int[] shuffled(SplittableRandom random) {
        double[] key = new double[training.userCount()];
        for (int user : users) {
            key[user] = -StrictMath.log(1 - random.nextDouble()) / training.count(user);
        }
        return Arrays.stream(users)
                .boxed()
                .sorted(Comparator.comparingDouble(user -> key[user]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public Model model() {
        return new MrTdssmModel(network.finished(users));
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
