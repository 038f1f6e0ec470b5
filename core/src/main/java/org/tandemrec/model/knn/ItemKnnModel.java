package org.tandemrec.model.knn;

import org.tandemrec.base.Check;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * The most similar items of every item. The score of an item j is Σ_e w_e s_{i(e) j} over the events e of the history whose item i(e)
 * has j among its neighbours; w_e is 1, or halves with every {@code halfLifeEvents} later events. Users are told apart by their
 * histories alone.
 */
public final class ItemKnnModel implements Model {
    private static final String START = "start";
    private static final String NEIGHBOURS = "neighbours";
    private static final String SIMILARITIES = "similarities";

    private final ItemKnnConfig config;
    private final int[] start;
    private final int[] neighbours;
    private final float[] similarities;

    private ItemKnnModel(ItemKnnConfig config, int[] start, int[] neighbours, float[] similarities) {
        this.config = config;
        this.start = start;
        this.neighbours = neighbours;
        this.similarities = similarities;
    }

    /** A model of the neighbours of every item with their similarities. */
    static ItemKnnModel of(ItemKnnConfig config, int[][] neighbours, float[][] similarities) {
        int N = neighbours.length;
        int[] start = new int[N + 1];
        for (int item = 0; item < N; item++) {
            start[item + 1] = start[item] + neighbours[item].length;
        }
        int[] allNeighbours = new int[start[N]];
        float[] allSimilarities = new float[start[N]];
        for (int item = 0; item < N; item++) {
            System.arraycopy(neighbours[item], 0, allNeighbours, start[item], neighbours[item].length);
            System.arraycopy(similarities[item], 0, allSimilarities, start[item], neighbours[item].length);
        }
        return new ItemKnnModel(config, start, allNeighbours, allSimilarities);
    }

    /**
     * Loads a model from its {@link #state}.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the others
     */
    public static ItemKnnModel load(ItemKnnConfig config, ModelState state) {
        int[] start = state.ints(START, state.rows(START));
        Check.argument(start.length > 0, "tensor %s needs at least one element, but is empty", START);
        int links = start[start.length - 1];
        return new ItemKnnModel(config, start, state.ints(NEIGHBOURS, links), state.floats(SIMILARITIES, links));
    }

    @Override
    public String kind() {
        return ItemKnnTrainer.KIND;
    }

    @Override
    public int userCount() {
        return 0;
    }

    @Override
    public int itemCount() {
        return start.length - 1;
    }

    /** How much weight the event before the last one has beside the last one: 2^(-1 / halfLifeEvents). */
    double fading() {
        return config.halfLifeEvents() == 0 ? 1 : StrictMath.pow(2, -1 / (double) config.halfLifeEvents());
    }

    /** Adds weight · s_ij to the score of every neighbour j of an item i. */
    void addNeighbours(int item, float weight, float[] scores) {
        for (int link = start[item]; link < start[item + 1]; link++) {
            scores[neighbours[link]] += weight * similarities[link];
        }
    }

    @Override
    public Session open(int lanes) {
        return new ItemKnnSession(this, lanes);
    }

    @Override
    public ModelState state() {
        return new ModelState().put(START, start).put(NEIGHBOURS, neighbours).put(SIMILARITIES, similarities);
    }
}
