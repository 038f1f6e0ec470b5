package org.tandemrec.bundle;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;

/**
 * The users' items in their order: user {@code u} has {@code items[starts[u]] … items[starts[u + 1] - 1]}, oldest first.
 *
 * @param starts {@code userCount + 1} offsets
 * @param items dense items
 */
public record Histories(int[] starts, int[] items) {
    /** Checks that the offsets fit the items. */
    public Histories {
        Check.argument(
                starts.length >= 1 && starts[0] == 0 && starts[starts.length - 1] == items.length,
                "the offsets of the histories do not span their %d items",
                items.length);
        for (int user = 1; user < starts.length; user++) {
            Check.argument(starts[user - 1] <= starts[user], "the history of user %d ends before it starts", user - 1);
        }
    }

    /** The histories in a part of interactions. */
    public static Histories of(Interactions interactions) {
        int[] starts = new int[interactions.userCount() + 1];
        int[] items = new int[interactions.size()];
        int size = 0;
        for (int user = 0; user < interactions.userCount(); user++) {
            for (int row = interactions.start(user); row < interactions.end(user); row++) {
                items[size++] = interactions.item(row);
            }
            starts[user + 1] = size;
        }
        return new Histories(starts, items);
    }

    /** The number of users. */
    public int userCount() {
        return starts.length - 1;
    }

    /** A user's items, oldest first; a copy. */
    public int[] of(int user) {
        return Arrays.copyOfRange(items, starts[user], starts[user + 1]);
    }
}
