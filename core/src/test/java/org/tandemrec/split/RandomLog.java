package org.tandemrec.split;

import java.util.SplittableRandom;
import org.tandemrec.data.Interactions;

/** Small random logs with empty users, short users, many ties and repeats. */
public final class RandomLog {
    private RandomLog() {}

    /** A log of its own for every seed. */
    public static Interactions of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int users = 1 + random.nextInt(30);
        int items = 1 + random.nextInt(40);
        int times = 1 + random.nextInt(200);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < users; user++) {
            int count = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(40);
            for (int i = 0; i < count; i++) {
                rows.add(user, random.nextInt(items), 1 + random.nextInt(5), 1000L * random.nextInt(times));
            }
        }
        return rows.build(users, items);
    }

    /** One user with the given times. */
    static Interactions ofTimes(long... millis) {
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < millis.length; i++) {
            rows.add(0, i, 1, millis[i]);
        }
        return rows.build(1, millis.length);
    }
}
