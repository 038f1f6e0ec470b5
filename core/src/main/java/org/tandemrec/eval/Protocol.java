package org.tandemrec.eval;

import java.util.List;
import java.util.Set;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.split.TargetRule;

/**
 * How models are measured.
 *
 * @param candidates what targets are ranked among; each rule gives figures of its own
 * @param targets what is predicted from which history
 * @param metrics what is measured
 * @param cutoffs the k of ranking metrics
 * @param ties which rank a target has among items of its score
 * @param slices ways to cut the figures into parts, beside the figures of all
 * @param users of how many users with targets at most the targets are ranked; {@link #ALL_USERS} for all
 * @param seed the seed of the run; its child {@code evaluation} fixes the sampled negatives, the same for every model, and its child
 *     {@code users} draws the users
 */
public record Protocol(
        List<CandidateRule> candidates,
        TargetRule targets,
        List<Metric> metrics,
        List<Integer> cutoffs,
        RankTies ties,
        List<SliceRule> slices,
        int users,
        Seed seed) {
    /** No limit to the number of users. */
    public static final int ALL_USERS = Integer.MAX_VALUE;

    /** Checks the lists: no two of their elements are the same, or two figures would have one name. */
    public Protocol {
        candidates = List.copyOf(candidates);
        metrics = List.copyOf(metrics);
        cutoffs = List.copyOf(cutoffs);
        slices = List.copyOf(slices);
        Check.argument(!candidates.isEmpty(), "a protocol needs at least one candidate rule");
        Check.argument(!metrics.isEmpty(), "a protocol needs at least one metric");
        requireDistinct("candidate rules", candidates);
        requireDistinct("metrics", metrics);
        requireDistinct("cut-offs", cutoffs);
        requireDistinct("slices", slices);
        for (int k : cutoffs) {
            Check.argument(k >= 1, "a cut-off must be at least 1, but was %d", k);
        }
        Check.argument(users >= 1, "an evaluation needs at least 1 user, but was to have %d", users);
    }

    /** A protocol of {@link Metric#DEFAULT} for successive targets, without slices; ties take the worst rank. */
    public Protocol(List<CandidateRule> candidates, List<Integer> cutoffs, int users, Seed seed) {
        this(candidates, TargetRule.SUCCESSIVE, Metric.DEFAULT, cutoffs, RankTies.WORST, List.of(), users, seed);
    }

    /** The same for the targets of all users. */
    public Protocol(List<CandidateRule> candidates, List<Integer> cutoffs, Seed seed) {
        this(candidates, cutoffs, ALL_USERS, seed);
    }

    /** The same for the targets of so many users, drawn by the seed. */
    public Protocol withUsers(int limit) {
        return new Protocol(candidates, targets, metrics, cutoffs, ties, slices, limit, seed);
    }

    /** The same for other targets. */
    public Protocol withTargets(TargetRule rule) {
        return new Protocol(candidates, rule, metrics, cutoffs, ties, slices, users, seed);
    }

    /** The same with other metrics. */
    public Protocol withMetrics(List<Metric> others) {
        return new Protocol(candidates, targets, others, cutoffs, ties, slices, users, seed);
    }

    /** The same with another rank of ties. */
    public Protocol withTies(RankTies rule) {
        return new Protocol(candidates, targets, metrics, cutoffs, rule, slices, users, seed);
    }

    /** The same with other slices. */
    public Protocol withSlices(List<SliceRule> rules) {
        return new Protocol(candidates, targets, metrics, cutoffs, ties, rules, users, seed);
    }

    /** {@link #paper(Seed)} of a seed's value. */
    public static Protocol paper(long seed) {
        return paper(new Seed(seed));
    }

    /** The paper's: each target among 100 sampled negatives, and the full ranking beside it, at 10. */
    public static Protocol paper(Seed seed) {
        return new Protocol(
                List.of(new CandidateRule.SampledUniform(100), new CandidateRule.FullUnseen()), List.of(10), seed);
    }

    private static void requireDistinct(String name, List<?> values) {
        Check.argument(Set.copyOf(values).size() == values.size(), "the %s must differ: %s", name, values);
    }
}
