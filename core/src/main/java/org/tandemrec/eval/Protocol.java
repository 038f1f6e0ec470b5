package org.tandemrec.eval;

import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;

/**
 * How models are measured.
 *
 * @param candidates what targets are ranked among; each rule gives figures of its own
 * @param cutoffs the k of ranking metrics
 * @param seed fixes the sampled negatives, the same for every model
 */
public record Protocol(List<CandidateRule> candidates, List<Integer> cutoffs, Seed seed) {
    /** Checks the cut-offs. */
    public Protocol {
        candidates = List.copyOf(candidates);
        cutoffs = List.copyOf(cutoffs);
        Check.argument(!candidates.isEmpty(), "a protocol needs at least one candidate rule");
        for (int k : cutoffs) {
            Check.argument(k >= 1, "a cut-off must be at least 1, but was %d", k);
        }
    }

    /** The paper's: each target among 100 sampled negatives, and the full ranking beside it, at 10. */
    public static Protocol paper(Seed seed) {
        return new Protocol(
                List.of(new CandidateRule.SampledUniform(100), new CandidateRule.FullUnseen()), List.of(10), seed);
    }
}
