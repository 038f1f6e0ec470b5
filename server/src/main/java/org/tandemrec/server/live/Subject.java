package org.tandemrec.server.live;

import java.util.Arrays;
import org.tandemrec.recommend.LiveState;

/**
 * Someone a list is for.
 *
 * @param seen dense items that are kept out of lists
 * @param seenNew numbers of items that the model does not know and that are kept out of lists, ascending
 */
record Subject(LiveState state, int[] seen, int[] seenNew) {
    boolean hasSeenNew(int number) {
        return Arrays.binarySearch(seenNew, number) >= 0;
    }

    int bytes() {
        return 64 + state.bytes() + 4 * (seen.length + seenNew.length);
    }
}
