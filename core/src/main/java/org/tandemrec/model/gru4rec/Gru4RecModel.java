package org.tandemrec.model.gru4rec;

import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.ItemScorer;

/**
 * A trained GRU4Rec. Scores are log-probabilities of the next item: the logarithm of the paper's normalised output, which ranks
 * alike and does not underflow. Users are told apart by their histories alone, unless states were learned for them.
 *
 * <p>Many histories at once go through {@link #open}. One user's next event is {@link #advance}: a step of the network, whatever
 * came before it.
 */
public final class Gru4RecModel implements Model, ItemVectors {
    /** The kind's name. */
    public static final String KIND = "gru4rec";

    private final Network network;
    private final InputProducts inputProducts;
    private final ItemScorer scorer;
    private final int stateSize;

    /**
     * A model of a network that nobody changes any more.
     *
     * @param parallel computes what is looked up later; may be closed by then
     */
    Gru4RecModel(Network network, Parallel parallel) {
        this.network = network;
        this.inputProducts = new InputProducts(network, parallel);
        this.scorer = new ItemScorer(network.vectors, network.bias);
        this.stateSize = network.cells.stream().mapToInt(Cell::stateSize).sum();
    }

    /**
     * Loads a model from its {@link #state}, which is copied.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static Gru4RecModel load(Gru4RecConfig config, ModelState state) {
        return new Gru4RecModel(Network.of(config, state), Parallel.shared());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int userCount() {
        return network.users == null ? 0 : network.users.rows();
    }

    @Override
    public int itemCount() {
        return network.itemCount;
    }

    /** The probability behind a log-probability. */
    @Override
    public float estimate(float score) {
        return (float) StrictMath.exp(score);
    }

    @Override
    public boolean readsTimes() {
        return network.embedding.readsGaps();
    }

    @Override
    public Session open(int lanes) {
        return new Gru4RecSession(network, inputProducts, lanes);
    }

    /**
     * The state of a user without events.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public GruState begin(int user) {
        checkUser(user);
        Gru4RecSession session = new Gru4RecSession(network, inputProducts, 1);
        session.reset(0, user);
        return session.state(0);
    }

    /**
     * The state after one more event.
     *
     * @param timeMillis the event's time, or {@link Session#UNTIMED}
     * @throws IllegalArgumentException if there is no such item, or the state is not one of a model of this shape
     */
    public GruState advance(GruState state, int item, long timeMillis) {
        return advance(state, new int[] {item}, new long[] {timeMillis}, 0);
    }

    /**
     * The state after more events.
     *
     * @param items the items of the events from {@code from} on
     * @param times the times of these events, or {@link Session#UNTIMED}
     * @throws IllegalArgumentException if there is no such item, or the state is not one of a model of this shape
     */
    public GruState advance(GruState state, int[] items, long[] times, int from) {
        Gru4RecSession session = new Gru4RecSession(network, inputProducts, 1);
        session.restore(0, state);
        int[] item = new int[1];
        long[] time = new long[1];
        for (int event = from; event < items.length; event++) {
            item[0] = items[event];
            time[0] = times[event];
            Check.argument(
                    item[0] >= 0 && item[0] < itemCount(),
                    "items are 0 … %d, but the event has %d",
                    itemCount() - 1,
                    item[0]);
            session.advance(item, time);
        }
        return session.state(0);
    }

    /**
     * Scores every item for the next event. Needs no scratch arrays.
     *
     * @param scores receives {@code itemCount} scores
     * @throws IllegalArgumentException if there is no room for them, or the state is not one of a model of this shape
     */
    public void score(GruState state, float[] scores) {
        Check.argument(scores.length >= itemCount(), "%d scores do not hold %d items", scores.length, itemCount());
        float[] values = state.array();
        Check.argument(
                values.length == stateSize,
                "a state of this model has %d numbers, but this one has %d",
                stateSize,
                values.length);
        scorer.score(values, stateSize - network.cells.getLast().stateSize(), scores);
        scorer.logSoftmax(scores, 0);
    }

    @Override
    public ModelState state() {
        return network.state();
    }

    @Override
    public int vectorSize() {
        return network.hiddenSize;
    }

    @Override
    public float[] itemVectors() {
        return network.vectors.value();
    }
}
