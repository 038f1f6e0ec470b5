package org.tandemrec.eval;

import java.util.Arrays;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.SampledNegatives;
import org.tandemrec.split.Split;

/** The rank of one target after another under one rule. Not safe for use by several threads. */
sealed interface Ranking {
    /** Sets the target whose ranks are asked for next. */
    void target(int user, int row);

    /** The target's rank, from 1, by the scores of all items from {@code offset} on; ties take the worst. */
    int rank(float[] scores, int offset);

    static Ranking of(CandidateRule rule, Split split, Candidates candidates, Seed seed) {
        return switch (rule) {
            case CandidateRule.FullUnseen() -> new Full(split, candidates);
            case CandidateRule.SampledUniform(int negatives) ->
                new Sampled(
                        split,
                        candidates,
                        new SampledNegatives(split.all(), candidates, negatives, seed.child("evaluation")));
        };
    }

    /** Among all candidates outside the history before the target. */
    final class Full implements Ranking {
        private final Split split;
        private final boolean[] excluded;
        private final int[] nonCandidates;
        private final int[] seen;
        private final Kernels kernels = Kernels.best();
        private int seenCount;
        private int target;

        Full(Split split, Candidates candidates) {
            this.split = split;
            int items = split.all().itemCount();
            this.excluded = new boolean[items];
            this.seen = new int[items];
            int[] outside = new int[items];
            int count = 0;
            for (int item = 0; item < items; item++) {
                if (!candidates.contains(item)) {
                    outside[count++] = item;
                    excluded[item] = true;
                }
            }
            this.nonCandidates = Arrays.copyOf(outside, count);
        }

        @Override
        public void target(int user, int row) {
            target = split.all().item(row);
            seenCount = 0;
            for (int earlier = split.all().start(user); earlier < row; earlier++) {
                int item = split.all().item(earlier);
                if (!excluded[item] && item != target) {
                    excluded[item] = true;
                    seen[seenCount++] = item;
                }
            }
            for (int i = 0; i < seenCount; i++) {
                excluded[seen[i]] = false;
            }
        }

        @Override
        public int rank(float[] scores, int offset) {
            float score = scores[offset + target];
            // Counts every item, the target itself included, then takes back those that are no rivals.
            int rank = kernels.countAtLeast(scores, offset, excluded.length, score);
            for (int item : nonCandidates) {
                rank -= scores[offset + item] < score ? 0 : 1;
            }
            for (int i = 0; i < seenCount; i++) {
                rank -= scores[offset + seen[i]] < score ? 0 : 1;
            }
            return rank;
        }
    }

    /** Among sampled negatives. */
    final class Sampled implements Ranking {
        private final Split split;
        private final SampledNegatives sampled;
        private final int[] negatives;
        private int count;
        private int target;

        Sampled(Split split, Candidates candidates, SampledNegatives sampled) {
            this.split = split;
            this.sampled = sampled;
            this.negatives = new int[Math.min(sampled.size(), candidates.size())];
        }

        @Override
        public void target(int user, int row) {
            target = split.all().item(row);
            count = sampled.draw(user, row, negatives);
        }

        /** The number of negatives of the target. */
        int count() {
            return count;
        }

        /** Whether the target has fewer negatives than were asked for. */
        boolean isShort() {
            return count < sampled.size();
        }

        /** A negative of the target. */
        int negative(int index) {
            return negatives[index];
        }

        @Override
        public int rank(float[] scores, int offset) {
            float score = scores[offset + target];
            int rank = 1;
            for (int i = 0; i < count; i++) {
                rank += scores[offset + negatives[i]] < score ? 0 : 1;
            }
            return rank;
        }
    }
}
