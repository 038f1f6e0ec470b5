package org.tandemrec.model.knn;

import java.util.Arrays;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.model.knn.SessionKnnConfig.Idf;
import org.tandemrec.model.knn.SessionKnnConfig.Similarity;

/**
 * Lanes that hold their last events, and what a comparison with the past sessions needs.
 *
 * <p>Of every item the m + 1 most recent sessions are enough: a session that is not among them is not among the m most recent ones that
 * have any item in common, also when the lane's own is left out.
 */
final class SessionKnnSession implements Session {
    private final Kernels kernels = Kernels.best();
    private final SessionKnnConfig config;
    private final PastSessions sessions;
    private final float[] idf;
    private final int[] own;
    /** The last events of each lane, the one of number e at place e mod sessionEvents. */
    private final int[][] events;

    private final int[] length;
    private final float[] similarity;
    private final long[] touched;
    private final long[] keys;
    private final boolean[] compared;

    SessionKnnSession(SessionKnnConfig config, PastSessions sessions, float[] idf, int lanes) {
        this.config = config;
        this.sessions = sessions;
        this.idf = idf;
        this.own = new int[lanes];
        this.events = new int[lanes][config.sessionEvents()];
        this.length = new int[lanes];
        this.similarity = new float[sessions.count()];
        this.touched = new long[Math.ceilDiv(sessions.count(), Long.SIZE)];
        this.keys = new long[Math.min(sessions.count(), config.sampleSize())];
        this.compared = new boolean[sessions.itemCount()];
        Arrays.fill(own, -1);
    }

    @Override
    public int lanes() {
        return own.length;
    }

    @Override
    public void reset(int lane, int user) {
        own[lane] = user == Query.UNKNOWN_USER ? -1 : sessions.ofUser(user);
        length[lane] = 0;
    }

    @Override
    public void advance(int[] items, long[] times) {
        for (int lane = 0; lane < own.length; lane++) {
            if (items[lane] >= 0) {
                events[lane][length[lane]++ % config.sessionEvents()] = items[lane];
            }
        }
    }

    @Override
    public void score(int[] lanes, int count, float[] scores) {
        int N = sessions.itemCount();
        for (int row = 0; row < count; row++) {
            Arrays.fill(scores, row * N, (row + 1) * N, 0);
            compare(lanes[row]);
            int found = nearest();
            for (int place = 0; place < found; place++) {
                sessions.add(BestFirst.number(keys[place]), BestFirst.value(keys[place]), scores, row * N);
            }
            if (config.idf() == Idf.SCORE) {
                kernels.multiply(scores, row * N, idf, 0, scores, row * N, N);
            }
        }
    }

    /** Sums up the weights of the items that a lane has in common with each past session. An item counts where it is last. */
    private void compare(int lane) {
        int m = config.sampleSize();
        int recent = Math.min(length[lane], config.sessionEvents());
        for (int age = 0; age < recent; age++) {
            int item = event(lane, age);
            if (compared[item]) {
                continue;
            }
            compared[item] = true;
            float weight = config.decay().weight(age, recent) * (config.idf() == Idf.SIMILARITY ? idf[item] : 1);
            int most = (int) Math.min(sessions.frequency(item), m + 1L);
            for (int place = 0; place < most; place++) {
                int session = sessions.session(item, place);
                if (session != own[lane]) {
                    similarity[session] += weight;
                    touched[session / Long.SIZE] |= 1L << session;
                }
            }
        }
        for (int age = 0; age < recent; age++) {
            compared[event(lane, age)] = false;
        }
    }

    private int event(int lane, int age) {
        return events[lane][(length[lane] - 1 - age) % config.sessionEvents()];
    }

    /**
     * Puts the k most similar of the m most recent sessions, of equal ones the more recent, into {@link #keys} and returns how many there
     * are. Clears the comparison.
     */
    private int nearest() {
        int found = 0;
        for (int word = 0; word < touched.length; word++) {
            for (long bits = touched[word]; bits != 0; bits &= bits - 1) {
                int session = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                if (found < keys.length) {
                    keys[found++] = key(session);
                }
                similarity[session] = 0;
            }
            touched[word] = 0;
        }
        if (found > config.neighbours()) {
            Arrays.sort(keys, 0, found);
        }
        return Math.min(found, config.neighbours());
    }

    private long key(int session) {
        float value = similarity[session];
        if (config.similarity() == Similarity.COSINE) {
            value /= (float) Math.sqrt(sessions.size(session));
        }
        return BestFirst.key(value, session);
    }
}
