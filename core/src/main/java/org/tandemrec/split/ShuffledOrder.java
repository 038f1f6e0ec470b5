package org.tandemrec.split;

import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

/**
 * The control that tells how much of a model's accuracy comes from the order of histories: the same targets after the same items in an
 * order that says nothing. What a model then loses it owed to order; a model that sums over a history loses nothing.
 *
 * <p>The model stays as it was trained. Items move with their ratings; times stay where they are, so a history is still in time order.
 */
public final class ShuffledOrder {
    private ShuffledOrder() {}

    /**
     * Returns a split to replay histories from: the rows before each user's first target row are shuffled, those of the training part
     * and, with {@link TargetRule#LAST}, the earlier ones of the test part. Rows and targets are those of {@code split}. Where test rows
     * take part the training part holds other items, so take candidates, counts and sampled negatives from {@code split} itself.
     *
     * @param seed draws the orders
     * @throws IllegalArgumentException if targets are {@link TargetRule#SUCCESSIVE} and a user has several, since earlier targets are a
     *     part of the history of later ones
     */
    public static Split of(Split split, TargetRule targets, Seed seed) {
        int[] ends = new int[split.all().userCount()];
        int[] trainEnds = new int[ends.length];
        int several = 0;
        for (int user = 0; user < ends.length; user++) {
            trainEnds[user] = split.train().end(user);
            ends[user] = split.targetCount(user) == 0 ? trainEnds[user] : targets.firstRow(split, user);
            several += split.targetCount(user) > 1 ? 1 : 0;
        }
        Check.argument(
                targets != TargetRule.SUCCESSIVE || several == 0,
                "histories can be shuffled before the last or before all targets of a user, but with %s targets under %s %,d users "
                        + "have several; choose targets last or all, or the split leave-last-out",
                targets,
                split.rule(),
                several);
        Interactions all = split.all().shuffled(ends, seed.child("shuffled-order"));
        return new Split(all, all.prefix(trainEnds), split.rule());
    }
}
