package org.tandemrec.server.store;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process that stores events as fast as it can and prints each one that is acknowledged, until it is killed. */
final class KilledWriter {
    private static final int THREADS = 8;

    private KilledWriter() {}

    /** Writes to the state folder of the first argument; the second one tells apart several runs. */
    public static void main(String[] arguments) {
        EventStore store = EventStores.open(Path.of(arguments[0]));
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                String userId = "u" + thread + '-' + arguments[1];
                threads.execute(() -> write(store, userId));
            }
        }
    }

    private static void write(EventStore store, String userId) {
        for (int time = 1; true; time++) {
            String itemId = "i" + time % 13;
            store.append(List.of(StoreContract.event(userId, itemId, time)), Duplicates.KEEP);
            System.out.println(userId + ' ' + itemId + ' ' + time + '.');
        }
    }
}
