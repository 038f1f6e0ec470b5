package org.tandemrec.split;

import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

/**
 * One data set cut into a training part and test targets: user {@code u}'s targets are the rows
 * {@code train.end(u) … all.end(u) - 1}, in their order.
 *
 * @param all every interaction; by a rule whose targets are no suffix, a copy in another order
 * @param train the training part, a prefix of every user's rows
 * @param rule the rule that cut it
 */
public record Split(Interactions all, Interactions train, SplitRule rule) {
    /** The number of targets of a user. */
    public int targetCount(int user) {
        return all.end(user) - train.end(user);
    }

    /** The number of targets of all users. */
    public int targetCount() {
        return all.size() - train.size();
    }

    /** The number of users who have a target. */
    public int usersWithTarget() {
        int users = 0;
        for (int user = 0; user < all.userCount(); user++) {
            users += targetCount(user) > 0 ? 1 : 0;
        }
        return users;
    }

    /** The number of users who have interactions but no target. */
    public int usersWithoutTarget() {
        int users = 0;
        for (int user = 0; user < all.userCount(); user++) {
            if (all.count(user) > 0 && targetCount(user) == 0) {
                users++;
            }
        }
        return users;
    }

    /** Returns the training part cut once more in the same way ({@link SplitRule#ofValidation}): its targets are the validation part. */
    public Split validation() {
        return validationRule().apply(train);
    }

    /** The rule of {@link #validation}. */
    public SplitRule validationRule() {
        return SplitRule.ofValidation(rule, all);
    }

    /**
     * Returns the same split with the targets of some users alone, drawn without replacement from those with targets; all of them
     * where fewer have any. The training part, and so what is a candidate, stays as it is; the other users' rows end with it. Rows
     * keep their numbers, so a drawn user's figures are those of an evaluation of everybody.
     *
     * <p>Of one seed, a smaller sample is a part of a larger one.
     *
     * @param users the number of users, at least 1
     * @param seed draws them
     */
    public Split sampleUsers(int users, Seed seed) {
        Check.argument(users >= 1, "a sample needs at least 1 user, but was to have %d", users);
        int[] drawable = new int[usersWithTarget()];
        if (drawable.length <= users) {
            return this;
        }
        int[] ends = new int[all.userCount()];
        int count = 0;
        for (int user = 0; user < ends.length; user++) {
            ends[user] = train.end(user);
            if (targetCount(user) > 0) {
                drawable[count++] = user;
            }
        }
        SplittableRandom random = seed.random();
        for (int i = 0; i < users; i++) { // Fisher and Yates, the first places alone
            int j = i + random.nextInt(drawable.length - i);
            int drawn = drawable[j];
            drawable[j] = drawable[i];
            ends[drawn] = all.end(drawn);
        }
        return new Split(all.prefix(ends), train, rule);
    }
}
