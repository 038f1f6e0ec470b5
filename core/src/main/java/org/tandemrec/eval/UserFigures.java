package org.tandemrec.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

/**
 * The value of every user behind each figure that is a mean over users, and so what intervals and tests of differences are made
 * of: the mean of {@link #values} is the figure.
 */
public final class UserFigures {
    private final int[] users;
    private final Map<Key, double[]> values;

    /**
     * What the values are of.
     *
     * @param candidates the rule's text
     * @param model the contender's name
     * @param metric the metric's name
     * @param k the cut-off, null where there is none
     */
    public record Key(
            String candidates,
            String model,
            String metric,
            @Nullable Integer k) {}

    /**
     * Values of users. Takes over the arrays.
     *
     * @param users the dense users, in ascending order
     * @param values a value for each of them
     * @throws IllegalArgumentException if there are more or fewer values than users
     */
    public UserFigures(int[] users, Map<Key, double[]> values) {
        this.users = users;
        this.values = new LinkedHashMap<>(values);
        values.forEach((key, each) -> Check.argument(
                each.length == users.length, "%s has %d values for %d users", key, each.length, users.length));
    }

    /** The dense users who have a target, in ascending order; a copy. */
    public int[] users() {
        return users.clone();
    }

    /** What there are values of, in the order of the figures. */
    public List<Key> keys() {
        return List.copyOf(values.keySet());
    }

    /**
     * The value of each of {@link #users}; a copy.
     *
     * @throws IllegalArgumentException if there are none
     */
    public double[] values(Key key) {
        double[] found = values.get(key);
        Check.argument(found != null, "no values of %s; there are those of %s", key, values.keySet());
        return Objects.requireNonNull(found).clone();
    }

    /**
     * The interval of every figure, by the percentile bootstrap over users.
     *
     * @param confidence the part of the resamples' means within an interval, between 0 and 1
     * @param resamples how many resamples to draw, at least 1
     * @param seed draws them
     */
    public Map<Key, Interval> intervals(double confidence, int resamples, Seed seed, Parallel parallel) {
        List<Interval> intervals =
                Bootstrap.intervals(List.copyOf(values.values()), confidence, resamples, seed, parallel);
        Map<Key, Interval> byKey = new LinkedHashMap<>();
        for (Key key : values.keySet()) {
            byKey.put(key, intervals.get(byKey.size()));
        }
        return byKey;
    }

    /**
     * Returns these values and those of other figures of the same users.
     *
     * @throws IllegalArgumentException if the users differ or both have values of a figure
     */
    public UserFigures with(UserFigures other) {
        Check.argument(
                Arrays.equals(users, other.users),
                "values of different users do not go together: of %d and of %d users",
                users.length,
                other.users.length);
        Map<Key, double[]> all = new LinkedHashMap<>(values);
        other.values.forEach((key, each) -> Check.argument(
                all.put(key, each) == null, "both have values of %s; give each contender a name of its own", key));
        return new UserFigures(users, all);
    }

    /** Whether there are values of a figure. */
    public boolean contains(Key key) {
        return values.containsKey(key);
    }

    /** Whether users, keys and all values are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UserFigures that
                && Arrays.equals(users, that.users)
                && keys().equals(that.keys())
                && values.keySet().stream().allMatch(key -> Arrays.equals(values.get(key), that.values.get(key)));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(users) + Set.copyOf(values.keySet()).hashCode();
    }

    @Override
    public String toString() {
        return users.length + " users with values of " + values.keySet();
    }
}
