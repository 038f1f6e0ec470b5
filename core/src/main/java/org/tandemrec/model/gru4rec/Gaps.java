package org.tandemrec.model.gru4rec;

import org.tandemrec.model.Session;
import org.tandemrec.nn.LogBuckets;

/** The time between two events as a bucket. */
final class Gaps {
    private Gaps() {}

    /** The bucket of the whole seconds between two times in milliseconds, none where one is {@link Session#UNTIMED}. */
    static int bucket(long beforeMillis, long millis) {
        if (beforeMillis == Session.UNTIMED || millis == Session.UNTIMED) {
            return LogBuckets.NONE;
        }
        return LogBuckets.of(Math.max(0, millis - beforeMillis) / 1000);
    }
}
