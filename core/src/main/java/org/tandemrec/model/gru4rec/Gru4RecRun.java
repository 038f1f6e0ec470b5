package org.tandemrec.model.gru4rec;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchEvent;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.Adam;

/** Session-parallel training: one step of truncated back-propagation per batch, the state before it a constant. */
final class Gru4RecRun implements TrainingRun {
    /* Batches between two reports of progress. */
    private static final int REPORT = 16;

    private final Gru4RecConfig config;
    private final Interactions training;
    private final Seed seed;
    private final Network network;
    private final Adam adam;
    private final TrainingStep step;
    private final int[] users;
    private final long targets;

    Gru4RecRun(Gru4RecConfig config, Interactions training, Seed seed, Parallel parallel) {
        this.config = config;
        this.training = training;
        this.seed = seed;
        this.network = new Network(config, training.itemCount(), seed.child("init"));
        this.adam = new Adam(config.learningRate(), network.parameters(), List.of(network.embedding.table()), parallel);
        this.users = usersByFirstEvent(training);
        this.targets = Arrays.stream(users)
                .mapToLong(user -> training.count(user) - 1L)
                .sum();
        this.step = new TrainingStep(network, Math.min(config.batchSize(), users.length), parallel);
    }

    private static int[] usersByFirstEvent(Interactions training) {
        return IntStream.range(0, training.userCount())
                .filter(user -> training.count(user) >= 2)
                .boxed()
                .sorted(Comparator.comparingLong(user -> training.timeMillis(training.start(user))))
                .mapToInt(Integer::intValue)
                .toArray();
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
        SessionParallelBatches batches = new SessionParallelBatches(training, order(epoch), config.batchSize());
        double lossSum = 0;
        long done = 0;
        long reported = 0;
        for (long batch = 1; batches.next(); batch++) {
            double loss = step.run(batches);
            if (!Double.isFinite(loss)) {
                throw new NonFiniteLossException(Gru4RecModel.KIND, epoch, batch, loss, config.learningRate());
            }
            adam.update();
            MiniBatchEvent.emit(epoch, batch, batches.size(), training.itemCount());
            lossSum += loss * batches.size();
            done += batches.size();
            if (batch % REPORT == 0) {
                progress.advance(done - reported);
                reported = done;
            }
        }
        progress.advance(done - reported);
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
        return Gru4RecModel.load(config, network.state());
    }

    @Override
    public ModelState state() {
        ModelState state = network.state().put("adam.step", new int[] {adam.step()});
        List<float[]> moments = adam.moments();
        for (int i = 0; i < moments.size(); i++) {
            state.put("adam.moments" + i, moments.get(i).clone());
        }
        return state;
    }

    @Override
    public void restore(ModelState state) {
        network.restore(state);
        List<float[]> moments = adam.moments();
        for (int i = 0; i < moments.size(); i++) {
            float[] saved = state.floats("adam.moments" + i, moments.get(i).length);
            System.arraycopy(saved, 0, moments.get(i), 0, saved.length);
        }
        adam.restore(state.ints("adam.step", 1)[0]);
    }
}
