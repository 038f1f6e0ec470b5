package org.tandemrec.model.knn;

import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * Past sessions to compare a session with (V-SkNN, Ludewig and Jannach 2018): the score of item i is Σ sim(s, n) over the k most
 * similar past sessions n with i, out of the m most recent ones that have an item in common with the session s.
 *
 * <p>A known user's own past session is none of them, since it is the beginning of the session itself.
 */
public final class SessionKnnModel implements Model {
    private final SessionKnnConfig config;
    private final PastSessions sessions;
    private final float[] idf;

    SessionKnnModel(SessionKnnConfig config, PastSessions sessions) {
        this.config = config;
        this.sessions = sessions;
        this.idf = new float[sessions.itemCount()];
        for (int item = 0; item < idf.length; item++) {
            int frequency = Math.max(1, sessions.frequency(item));
            idf[item] = (float) StrictMath.log((double) sessions.count() / frequency);
        }
    }

    /**
     * Loads a model from its {@link #state}.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the others
     */
    public static SessionKnnModel load(SessionKnnConfig config, ModelState state) {
        return new SessionKnnModel(config, PastSessions.of(state));
    }

    @Override
    public String kind() {
        return SessionKnnTrainer.KIND;
    }

    @Override
    public int userCount() {
        return sessions.userCount();
    }

    @Override
    public int itemCount() {
        return sessions.itemCount();
    }

    @Override
    public Session open(int lanes) {
        return new SessionKnnSession(config, sessions, idf, lanes);
    }

    @Override
    public ModelState state() {
        return sessions.state();
    }
}
