package org.tandemrec.model.sasrec;

import org.tandemrec.data.Interactions;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.Sequences;

/** A mini-batch: some windows side by side, without padding. A position is counted from the start of its window. */
final class Batch {
    private final Interactions training;
    private final Windows windows;
    private final Sequences sequences;
    private final ItemEmbedding.Events events;
    private final int[] targets;
    private final int[] users;

    Batch(Interactions training, Windows windows, int batchSize) {
        int most = Math.multiplyExact(batchSize, windows.longest());
        this.training = training;
        this.windows = windows;
        this.sequences = new Sequences(batchSize);
        this.events = new ItemEmbedding.Events(most);
        this.targets = new int[most];
        this.users = new int[batchSize];
    }

    /** Takes the {@code count} windows of {@code order} from {@code from} on. */
    void fill(int[] order, int from, int count) {
        sequences.clear();
        for (int s = 0; s < count; s++) {
            int window = order[from + s];
            int start = sequences.add(windows.length(window));
            users[s] = windows.user(window);
            for (int i = 0; i < windows.length(window); i++) {
                int row = windows.first(window) + i;
                events.items()[start + i] = training.item(row);
                events.positions()[start + i] = i;
                targets[start + i] = training.item(row + 1);
            }
        }
    }

    Sequences sequences() {
        return sequences;
    }

    int rows() {
        return sequences.rows();
    }

    /** The input of each row. */
    ItemEmbedding.Events events() {
        return events;
    }

    /** The target of each row: the item behind its input. */
    int[] targets() {
        return targets;
    }

    /** The user of a sequence. */
    int user(int sequence) {
        return users[sequence];
    }
}
