package org.tandemrec.model.knn;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.data.PairRows;
import org.tandemrec.model.ModelState;

/** Past sessions, each a set of items, by recency: session 0 is the most recent one. Also the sessions of every item, in this order. */
final class PastSessions {
    private static final String SESSION_OF_USER = "sessionOfUser";
    private static final String START = "start";
    private static final String ITEMS = "items";
    private static final String ITEM_COUNT = "itemCount";

    private final int[] sessionOfUser;
    private final int[] start;
    private final int[] items;
    private final int[] itemStart;
    private final int[] sessions;

    private PastSessions(int[] sessionOfUser, int[] start, int[] items, int itemCount) {
        this.sessionOfUser = sessionOfUser;
        this.start = start;
        this.items = items;
        this.itemStart = new int[itemCount + 1];
        this.sessions = new int[items.length];
        for (int item : items) {
            itemStart[item + 1]++;
        }
        for (int item = 0; item < itemCount; item++) {
            itemStart[item + 1] += itemStart[item];
        }
        int[] next = Arrays.copyOf(itemStart, itemCount);
        for (int session = 0; session < count(); session++) {
            for (int place = start[session]; place < start[session + 1]; place++) {
                sessions[next[items[place]]++] = session;
            }
        }
    }

    /**
     * The users' items as sessions.
     *
     * @param byRecency the users, most recent first; one without an item is left out
     */
    static PastSessions of(PairRows users, int[] byRecency, int itemCount) {
        int[] sessionOfUser = new int[users.rows()];
        Arrays.fill(sessionOfUser, -1);
        int[] start = new int[byRecency.length + 1];
        int[] items = new int[users.size()];
        int[] copied = new int[itemCount];
        for (int session = 0; session < byRecency.length; session++) {
            int user = byRecency[session];
            sessionOfUser[user] = session;
            start[session + 1] = start[session] + users.count(user);
            users.copy(user, copied);
            System.arraycopy(copied, 0, items, start[session], users.count(user));
        }
        return new PastSessions(sessionOfUser, start, items, itemCount);
    }

    /** What sessions of so many events take, in bytes. */
    static long bytes(long events) {
        return 2 * events * Integer.BYTES;
    }

    int count() {
        return start.length - 1;
    }

    int userCount() {
        return sessionOfUser.length;
    }

    int itemCount() {
        return itemStart.length - 1;
    }

    /** The session of a user; -1 without one. */
    int ofUser(int user) {
        return sessionOfUser[user];
    }

    /** The number of items of a session. */
    int size(int session) {
        return start[session + 1] - start[session];
    }

    /** The number of sessions with an item. */
    int frequency(int item) {
        return itemStart[item + 1] - itemStart[item];
    }

    /** The session at a place among those with an item, the most recent one at place 0. */
    int session(int item, int place) {
        return sessions[itemStart[item] + place];
    }

    /** Adds {@code amount} to the score of every item of a session. */
    void add(int session, float amount, float[] scores, int offset) {
        for (int place = start[session]; place < start[session + 1]; place++) {
            scores[offset + items[place]] += amount;
        }
    }

    ModelState state() {
        return new ModelState()
                .put(SESSION_OF_USER, sessionOfUser)
                .put(START, start)
                .put(ITEMS, items)
                .put(ITEM_COUNT, new int[] {itemCount()});
    }

    /**
     * The sessions whose {@link #state} it was.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the others
     */
    static PastSessions of(ModelState state) {
        int[] start = state.ints(START, state.rows(START));
        Check.argument(start.length > 0, "tensor %s needs at least one element, but is empty", START);
        return new PastSessions(
                state.ints(SESSION_OF_USER, state.rows(SESSION_OF_USER)),
                start,
                state.ints(ITEMS, start[start.length - 1]),
                state.ints(ITEM_COUNT, 1)[0]);
    }
}
