package org.tandemrec.model.gru4rec;

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
import org.tandemrec.nn.ScoringConfig;

/** Session-parallel training by mini-batches of one or more steps; the states before a mini-batch are constants. */
final class Gru4RecRun implements TrainingRun {
    /* Events between two reports of progress. */
    private static final int REPORT = 1 << 11;

    private final Gru4RecConfig config;
    private final Interactions training;
    private final Seed seed;
    private final Network network;
    private final Optimizer optimizer;
    private final NegativeSampler sampler;
    private final WindowStep step;
    private final int[] users;
    private final long targets;

    Gru4RecRun(Gru4RecConfig config, Interactions training, Seed seed, Parallel parallel) {
        this.config = config;
        this.training = training;
        this.seed = seed;
        this.network = new Network(config, training.userCount(), training.itemCount(), seed.child("init"));
        this.optimizer = new Optimizer(config.optimizer(), network.parameters(), network.tables(), parallel);
        this.users = usersByFirstEvent(training);
        this.targets = Arrays.stream(users)
                .mapToLong(user -> training.count(user) - 1L)
                .sum();
        ScoringConfig scored = config.scored();
        // also an item that is never a target has to be a negative, or nothing ever lowers its score
        this.sampler =
                new NegativeSampler(training.itemCounts(), scored.negativesAlpha(), scored.negatives(), parallel);
        int[] counts = targetCounts();
        int lanes = Math.min(config.batchSize(), users.length);
        this.step = new WindowStep(
                network,
                config,
                lanes,
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
        ScoringConfig scored = config.scored();
        return switch (scored.scoring()) {
            case ALL_ITEMS ->
                ItemOutput.ofAllItems(
                        network.vectors, network.bias, Loss.of(config.objective(), 1), rows, gemm, parallel);
            case SAMPLED -> {
                double targets = Arrays.stream(counts).sum();
                double[] share = Arrays.stream(counts)
                        .mapToDouble(count -> count / targets)
                        .toArray();
                double others = Math.max(1, network.itemCount - 1);
                double samplingRate = Math.min(1, (rows - 1 + scored.negatives()) / others);
                Loss loss = Loss.of(config.objective(), samplingRate);
                yield ItemOutput.ofSample(
                        network.vectors, network.bias, loss, scored, share, sampler, rows, gemm, parallel);
            }
        };
    }

    private static int[] usersByFirstEvent(Interactions training) {
        return IntStream.range(0, training.userCount())
                .filter(user -> training.count(user) >= 2)
                .boxed()
                .sorted(Comparator.comparingLong(user -> training.timeMillis(training.start(user))))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** How often each item is a target. */
    private int[] targetCounts() {
        int[] counts = new int[training.itemCount()];
        for (int user : users) {
            for (int row = training.start(user) + 1; row < training.end(user); row++) {
                counts[training.item(row)]++;
            }
        }
        return counts;
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
        SessionWindows batches = new SessionWindows(training, order(epoch), config.batchSize(), config.bptt());
        sampler.begin(seed.child("negatives").child(epoch));
        Seed dropped = seed.child("dropout").child(epoch);
        double lossSum = 0;
        long done = 0;
        long reported = 0;
        long batch = 1;
        for (; batches.next(); batch++) {
            double loss = step.run(batches, sampler.draws(), sampler.offset(batch - 1), dropped.child(batch));
            if (!Double.isFinite(loss)) {
                throw new NonFiniteLossException(
                        Gru4RecModel.KIND,
                        epoch,
                        batch,
                        loss,
                        config.optimizer().learningRate());
            }
            int rows = batches.window().rows();
            optimizer.update(epoch - 1 + (done + 0.5 * rows) / targets, config.epochs()); // the middle of its events
            MiniBatchEvent.emit(epoch, batch, rows, step.columns());
            lossSum += loss;
            done += rows;
            if (done - reported >= REPORT) {
                progress.advance(done - reported);
                reported = done;
            }
        }
        progress.advance(done - reported);
        if (!network.isFinite()) { // the last update may have been the one too many
            throw new NonFiniteLossException(
                    Gru4RecModel.KIND,
                    epoch,
                    batch - 1,
                    Double.NaN,
                    config.optimizer().learningRate());
        }
        return lossSum / done;
    }

    private int[] order(int epoch) {
        return switch (config.order()) {
            case FIRST_EVENT -> users;
            case SHUFFLED -> shuffled(seed.child("order").child(epoch).random());
        };
    }

    /**
     * A random order in which each next sequence is drawn with a probability proportional to its length (Efraimidis and Spirakis,
     * 2006): short ones fill the end, so that all lanes run out together instead of leaving a few long ones to run alone.
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
        return new Gru4RecModel(network.copy(config));
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
