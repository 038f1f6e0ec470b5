package org.tandemrec.server.live;

import java.util.Set;
import org.tandemrec.base.Check;

/**
 * How lists are made.
 *
 * @param cacheBytes how much memory the cached users may take, about
 * @param readTypes events of these types keep their items out of later lists, but models do not learn from them
 * @param keepTypes events of these types do not keep their items out of later lists
 * @param onlyStoredItems whether items that the store does not know are left out of all lists; else the model's are listed until they
 *     are deleted
 * @param newItemUsers how many users the model knows must have taken an item that it does not know before it joins the lists
 * @param diversity how much unlikeness counts against the score among the first 100 items: 0 is off, below 1
 * @param maxWaiting how many lists may wait to be computed, for each processor: about as many milliseconds the last of them waits
 * @param qualityWindow over how many events the quality is a mean
 */
public record LiveConfig(
        long cacheBytes,
        Set<String> readTypes,
        Set<String> keepTypes,
        boolean onlyStoredItems,
        int newItemUsers,
        double diversity,
        int maxWaiting,
        int qualityWindow) {
    /** 256 MiB, {@code read} events are not learned, new items join after 5 users, no diversity. */
    public static final LiveConfig DEFAULT =
            new LiveConfig(256L << 20, Set.of("read"), Set.of(), true, 5, 0, 32, 1_000);

    /** Checks every value and copies the sets. */
    public LiveConfig {
        Check.argument(cacheBytes >= 0, "cacheBytes must not be negative, but was %d", cacheBytes);
        Check.argument(newItemUsers >= 1, "newItemUsers must be at least 1, but was %d", newItemUsers);
        Check.argument(
                diversity >= 0 && diversity < 1, "diversity must be at least 0 and below 1, but was %s", diversity);
        Check.argument(maxWaiting >= 0, "maxWaiting must not be negative, but was %d", maxWaiting);
        Check.argument(qualityWindow >= 1, "qualityWindow must be at least 1, but was %d", qualityWindow);
        readTypes = Set.copyOf(readTypes);
        keepTypes = Set.copyOf(keepTypes);
    }

    /** Whether models learn from events of a type. */
    boolean learns(String type) {
        return !readTypes.contains(type);
    }

    /** Whether an event of a type keeps its item out of later lists. */
    boolean excludes(String type) {
        return !keepTypes.contains(type);
    }
}
