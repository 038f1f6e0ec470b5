package org.tandemrec.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path folder;

    @Override
    EventStore open() {
        return EventStores.open(folder.resolve("state"));
    }
}
