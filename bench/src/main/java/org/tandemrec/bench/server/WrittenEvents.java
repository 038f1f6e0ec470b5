package org.tandemrec.bench.server;

import java.util.BitSet;

/**
 * Events of one user whom only one client writes: item 0, then item 1 and so on, each once.
 *
 * @param userId the user
 * @param sent how many were sent
 * @param acknowledged which items' events the server acknowledged
 */
record WrittenEvents(String userId, int sent, BitSet acknowledged) {
    /**
     * What is wrong with what was read back: an acknowledged event must be there once, any other that was sent once or not at all.
     *
     * @param counts how many events each item has
     * @return how many items have too few or too many
     */
    int wrong(int[] counts) {
        int wrong = 0;
        for (int item = 0; item < counts.length; item++) {
            int least = acknowledged.get(item) ? 1 : 0;
            int most = item < sent ? 1 : 0;
            wrong += counts[item] < least || counts[item] > most ? 1 : 0;
        }
        return wrong;
    }
}
