package org.tandemrec.model.popularity;

import org.tandemrec.base.Check;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * The same score of an item for everybody: its training count divided by the number of users with a training event. Made by
 * {@link PopularityTrainer} and, as of the end of the training data, by {@link RecentPopularityTrainer}.
 */
public final class PopularityModel implements Model {
    private static final String POPULARITY = "popularity";

    private final String kind;
    private final float[] popularity;

    PopularityModel(String kind, float[] popularity) {
        this.kind = kind;
        this.popularity = popularity;
    }

    /**
     * Loads a model of {@link PopularityTrainer} from its {@link #state}.
     *
     * @throws IllegalArgumentException if its tensor is missing
     */
    public static PopularityModel load(ModelState state) {
        return load(PopularityTrainer.KIND, state);
    }

    static PopularityModel load(String kind, ModelState state) {
        return new PopularityModel(kind, state.floats(POPULARITY, state.rows(POPULARITY)));
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public int userCount() {
        return 0;
    }

    @Override
    public int itemCount() {
        return popularity.length;
    }

    @Override
    public Session open(int lanes) {
        Check.argument(lanes >= 0, "a session cannot have %d lanes", lanes);
        return new Everybody(lanes);
    }

    @Override
    public ModelState state() {
        return new ModelState().put(POPULARITY, popularity);
    }

    /** Lanes that nothing happens to. */
    private final class Everybody implements Session {
        private final int lanes;

        Everybody(int lanes) {
            this.lanes = lanes;
        }

        @Override
        public int lanes() {
            return lanes;
        }

        @Override
        public void reset(int lane, int user) {
            // a lane has no state
        }

        @Override
        public void advance(int[] items, long[] times) {
            // a lane has no state
        }

        @Override
        public void score(int[] scored, int count, float[] scores) {
            for (int row = 0; row < count; row++) {
                System.arraycopy(popularity, 0, scores, row * popularity.length, popularity.length);
            }
        }
    }
}
