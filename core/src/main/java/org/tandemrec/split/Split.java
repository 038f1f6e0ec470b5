package org.tandemrec.split;

import org.tandemrec.data.Interactions;

/**
 * One data set cut into a training part and test targets: user {@code u}'s targets are the rows
 * {@code train.end(u) … all.end(u) - 1}, in their order.
 *
 * @param all every interaction
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

    /** Returns the training part cut once more by the same rule: its targets are the validation part. */
    public Split validation() {
        return rule.apply(train);
    }
}
