package org.tandemrec.model.popularity;

import java.util.Arrays;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * Popularity as of the query: an item's score is its fading count of training events ({@link DecayedCounts}) until the last event of
 * the session whose time is known, divided by the number of users with a training event. Where no time is known it is that of the last
 * training event.
 */
public final class RecentPopularityModel implements Model {
    private static final String USERS = "users";

    private final DecayedCounts counts;
    private final int users;

    RecentPopularityModel(DecayedCounts counts, int users) {
        this.counts = counts;
        this.users = users;
    }

    static RecentPopularityModel load(RecentPopularityConfig config, ModelState state) {
        return new RecentPopularityModel(DecayedCounts.of(state, config.halfLifeDays()), state.ints(USERS, 1)[0]);
    }

    @Override
    public String kind() {
        return RecentPopularityTrainer.KIND;
    }

    @Override
    public int userCount() {
        return 0;
    }

    @Override
    public int itemCount() {
        return counts.itemCount();
    }

    @Override
    public boolean readsTimes() {
        return true;
    }

    @Override
    public Session open(int lanes) {
        return new Clocks(lanes);
    }

    @Override
    public ModelState state() {
        return counts.state().put(USERS, new int[] {users});
    }

    /** Lanes of which only the time is kept. */
    private final class Clocks implements Session {
        private final long[] now;

        Clocks(int lanes) {
            this.now = new long[lanes];
            Arrays.fill(now, UNTIMED);
        }

        @Override
        public int lanes() {
            return now.length;
        }

        @Override
        public void reset(int lane, int user) {
            now[lane] = UNTIMED;
        }

        @Override
        public void advance(int[] items, long[] times) {
            for (int lane = 0; lane < now.length; lane++) {
                if (items[lane] >= 0 && times[lane] != UNTIMED) {
                    now[lane] = times[lane];
                }
            }
        }

        @Override
        public void score(int[] scored, int count, float[] scores) {
            for (int row = 0; row < count; row++) {
                long time = now[scored[row]];
                counts.write(time == UNTIMED ? counts.endMillis() : time, 1f / users, scores, row * itemCount());
            }
        }
    }
}
