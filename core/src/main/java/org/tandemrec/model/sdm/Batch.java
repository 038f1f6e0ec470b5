package org.tandemrec.model.sdm;

import java.util.Arrays;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.Sequences;
import org.tandemrec.nn.Window;

/**
 * A mini-batch: some sessions, the longest first, in two orders. The recurrent cell reads them step by step ({@link #window}),
 * everything behind it session by session ({@link #sequences}), without padding.
 */
final class Batch {
    private final TrainingSessions sessions;
    private final int longLength;
    private final Sequences sequences;
    private final Window window;
    private final ItemEmbedding.Events events;
    private final int[] rows;
    private final int[] targets;
    private final int[] users;
    private final int[] firsts;
    private final Sequences longSequences;
    private final ItemEmbedding.Events longEvents;
    private final int[] longSessions;
    private final long[] keys;

    Batch(TrainingSessions sessions, int batchSize, int longLength) {
        int most = Math.multiplyExact(batchSize, sessions.longest());
        this.sessions = sessions;
        this.longLength = longLength;
        this.sequences = new Sequences(batchSize);
        this.window = new Window(sessions.longest(), batchSize);
        this.events = new ItemEmbedding.Events(most);
        this.rows = new int[most];
        this.targets = new int[most];
        this.users = new int[batchSize];
        this.firsts = new int[batchSize];
        this.longSequences = new Sequences(batchSize);
        this.longEvents = new ItemEmbedding.Events(Math.multiplyExact(batchSize, longLength));
        this.longSessions = new int[batchSize];
        this.keys = new long[batchSize];
    }

    /** Takes the {@code count} sessions of {@code order} from {@code from} on. */
    void fill(int[] order, int from, int count) {
        sequences.clear();
        longSequences.clear();
        for (int i = 0; i < count; i++) {
            int shorter = Integer.MAX_VALUE - sessions.length(order[from + i]);
            keys[i] = (long) shorter << Integer.SIZE | from + i;
        }
        Arrays.sort(keys, 0, count);
        for (int s = 0; s < count; s++) {
            add(s, order[(int) keys[s]]);
        }
        steps();
    }

    private void add(int s, int session) {
        int start = sequences.add(sessions.length(session));
        users[s] = sessions.user(session);
        firsts[s] = sessions.first(session);
        for (int i = 0; i < sessions.length(session); i++) {
            targets[start + i] = sessions.item(firsts[s] + i + 1);
        }
        int before = sessions.before(session, longLength);
        if (before > 0) {
            longSessions[longSequences.count()] = s;
            int at = longSequences.add(before);
            for (int i = 0; i < before; i++) {
                longEvents.items()[at + i] = sessions.item(firsts[s] - before + i);
            }
        }
    }

    private void steps() {
        window.clear();
        int lanes = sequences.count();
        for (int step = 0; lanes > 0; step++) {
            int before = step == 0 ? 0 : window.start(step - 1);
            int start = window.rows();
            window.addStep(lanes);
            for (int lane = 0; lane < lanes; lane++) {
                window.setSource(start + lane, step == 0 ? Window.NEW : before + lane);
                rows[start + lane] = sequences.start(lane) + step;
                events.items()[start + lane] = sessions.item(firsts[lane] + step);
            }
            while (lanes > 0 && sequences.length(lanes - 1) == step + 1) {
                lanes--;
            }
        }
    }

    /** The sessions, one behind the other. */
    Sequences sequences() {
        return sequences;
    }

    /** The same rows step by step. */
    Window window() {
        return window;
    }

    /** The row among the {@link #sequences} of each row of the {@link #window}. */
    int[] rows() {
        return rows;
    }

    /** The inputs, in the order of the window. */
    ItemEmbedding.Events events() {
        return events;
    }

    /** The targets, in the order of the sequences. */
    int[] targets() {
        return targets;
    }

    /** The user of a session. */
    int user(int session) {
        return users[session];
    }

    /** What came before the sessions, of those before which something came. */
    Sequences longSequences() {
        return longSequences;
    }

    /** The items of these. */
    ItemEmbedding.Events longEvents() {
        return longEvents;
    }

    /** The session of a long sequence. */
    int longSession(int longSequence) {
        return longSessions[longSequence];
    }
}
