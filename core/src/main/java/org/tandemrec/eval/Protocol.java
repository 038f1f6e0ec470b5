package org.tandemrec.eval;

import java.util.List;
import java.util.Set;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;

/**
 * How models are measured.
 *
 * @param candidates what targets are ranked among; each rule gives figures of its own
 * @param cutoffs the k of ranking metrics
 * @param users of how many users with targets at most the targets are ranked; {@link #ALL_USERS} for all
 * @param seed the seed of the run; its child {@code evaluation} fixes the sampled negatives, the same for every model, and its child
 *     {@code users} draws the users
 */
public record Protocol(List<CandidateRule> candidates, List<Integer> cutoffs, int users, Seed seed) {
    /** No limit to the number of users. */
    public static final int ALL_USERS = Integer.MAX_VALUE;

    /** Checks the rules and the cut-offs: no two are the same, or two figures would have one name. */
    public Protocol {
        candidates = List.copyOf(candidates);
        cutoffs = List.copyOf(cutoffs);
        Check.argument(!candidates.isEmpty(), "a protocol needs at least one candidate rule");
        Check.argument(
                Set.copyOf(candidates).size() == candidates.size(), "the candidate rules must differ: %s", candidates);
        Check.argument(Set.copyOf(cutoffs).size() == cutoffs.size(), "the cut-offs must differ: %s", cutoffs);
        for (int k : cutoffs) {
            Check.argument(k >= 1, "a cut-off must be at least 1, but was %d", k);
        }
        Check.argument(users >= 1, "an evaluation needs at least 1 user, but was to have %d", users);
    }

    /** A protocol for the targets of all users. */
    public Protocol(List<CandidateRule> candidates, List<Integer> cutoffs, Seed seed) {
        this(candidates, cutoffs, ALL_USERS, seed);
    }

    /** The same for the targets of so many users, drawn by the seed. */
    public Protocol withUsers(int limit) {
        return new Protocol(candidates, cutoffs, limit, seed);
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
}
