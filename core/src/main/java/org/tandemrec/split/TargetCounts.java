package org.tandemrec.split;

import java.util.function.IntUnaryOperator;
import org.tandemrec.data.Interactions;

/** How many of each user's last interactions are targets, by what a rule goes by. */
final class TargetCounts {
    private TargetCounts() {}

    /** By the number of a user's interactions; none of users with fewer than {@link SplitRule#MIN_INTERACTIONS}. */
    static int[] byCount(Interactions all, IntUnaryOperator targets) {
        int[] counts = new int[all.userCount()];
        for (int user = 0; user < counts.length; user++) {
            int count = all.count(user);
            counts[user] = count < SplitRule.MIN_INTERACTIONS ? 0 : targets.applyAsInt(count);
        }
        return counts;
    }

    /** Those from a time on. */
    static int[] since(Interactions all, long timeMillis) {
        int[] counts = new int[all.userCount()];
        for (int user = 0; user < counts.length; user++) {
            int end = all.start(user);
            while (end < all.end(user) && all.timeMillis(end) < timeMillis) {
                end++;
            }
            counts[user] = all.end(user) - end;
        }
        return counts;
    }

    /** Those of a user's last sessions, which longer gaps than {@code gapMillis} part; none of users with no more sessions. */
    static int[] lastSessions(Interactions all, int sessions, long gapMillis) {
        int[] counts = new int[all.userCount()];
        for (int user = 0; user < counts.length; user++) {
            int gaps = 0;
            for (int row = all.end(user) - 1; row > all.start(user) && gaps < sessions; row--) {
                if (all.timeMillis(row) - all.timeMillis(row - 1) > gapMillis) {
                    gaps++;
                    counts[user] = gaps == sessions ? all.end(user) - row : 0;
                }
            }
        }
        return counts;
    }

    /** Where the users' training parts end if their targets are their last rows. */
    static int[] ends(Interactions all, int[] targets) {
        int[] ends = new int[targets.length];
        for (int user = 0; user < ends.length; user++) {
            ends[user] = all.end(user) - targets[user];
        }
        return ends;
    }
}
