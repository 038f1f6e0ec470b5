package org.tandemrec.eval;

import java.util.Arrays;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.SampledNegatives;
import org.tandemrec.split.Split;

/**
 * The rivals of one list's relevant items after another under one rule: the items it has besides them. Not safe for use by several
 * threads.
 */
sealed interface Ranking {
    /** Sets the list whose rivals are asked for next. */
    void list(int user, int row, Relevant relevant);

    /** The number of rivals. */
    int rivals();

    /**
     * Counts the rivals that score more than each relevant candidate, and as much as it. A rival's score that is no number is more than
     * any; than a relevant one's that is none, all are more.
     *
     * @param scores those of all items, from {@code offset} on
     * @param more receives the rivals that score more, by relevant candidate
     * @param tied receives those that score the same
     */
    void count(float[] scores, int offset, Relevant relevant, int[] more, int[] tied);

    /** Among all candidates, or those outside the history. */
    final class Full implements Ranking {
        private final Split split;
        private final int candidateCount;
        private final boolean onlyUnseen;
        private final boolean[] excluded;
        private final int[] nonCandidates;
        private final int[] seen;
        private final Kernels kernels = Kernels.best();
        private int seenCount;
        private int relevantCount;

        Full(Split split, Candidates candidates, boolean onlyUnseen) {
            this.split = split;
            this.candidateCount = candidates.size();
            this.onlyUnseen = onlyUnseen;
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
        public void list(int user, int row, Relevant relevant) {
            for (int i = 0; i < seenCount; i++) {
                excluded[seen[i]] = false;
            }
            seenCount = 0;
            relevantCount = relevant.candidateCount();
            for (int earlier = split.all().start(user); onlyUnseen && earlier < row; earlier++) {
                int item = split.all().item(earlier);
                if (!excluded[item] && !relevant.contains(item)) {
                    excluded[item] = true;
                    seen[seenCount++] = item;
                }
            }
        }

        @Override
        public int rivals() {
            return candidateCount - seenCount - relevantCount;
        }

        /** Whether an item is no part of the list. */
        boolean excludes(int item) {
            return excluded[item];
        }

        @Override
        public void count(float[] scores, int offset, Relevant relevant, int[] more, int[] tied) {
            for (int i = 0; i < relevantCount; i++) {
                float score = scores[offset + relevant.item(i)];
                // Counts every item, the relevant ones included, then takes back those that are no rivals.
                int least = kernels.countAtLeast(scores, offset, excluded.length, score);
                int above = above(scores, offset, score);
                for (int item : nonCandidates) {
                    least -= isLeast(scores[offset + item], score);
                    above -= isAbove(scores[offset + item], score);
                }
                for (int j = 0; j < seenCount; j++) {
                    least -= isLeast(scores[offset + seen[j]], score);
                    above -= isAbove(scores[offset + seen[j]], score);
                }
                for (int j = 0; j < relevantCount; j++) {
                    least -= isLeast(scores[offset + relevant.item(j)], score);
                    above -= isAbove(scores[offset + relevant.item(j)], score);
                }
                more[i] = above;
                tied[i] = least - above;
            }
        }

        private int above(float[] scores, int offset, float score) {
            if (score != Float.POSITIVE_INFINITY) {
                return kernels.countAtLeast(scores, offset, excluded.length, Math.nextUp(score));
            }
            int count = 0;
            for (int item = 0; item < excluded.length; item++) {
                count += isAbove(scores[offset + item], score);
            }
            return count;
        }
    }

    /** Among sampled negatives. */
    final class Sampled implements Ranking {
        private final SampledNegatives sampled;
        private final int[] negatives;
        private int count;

        Sampled(SampledNegatives sampled, int candidateCount) {
            this.sampled = sampled;
            this.negatives = new int[Math.min(sampled.size(), candidateCount)];
        }

        @Override
        public void list(int user, int row, Relevant relevant) {
            count = sampled.draw(user, row, negatives);
        }

        @Override
        public int rivals() {
            return count;
        }

        /** Whether the list has fewer negatives than were asked for. */
        boolean isShort() {
            return count < sampled.size();
        }

        /** A negative of the list. */
        int negative(int index) {
            return negatives[index];
        }

        @Override
        public void count(float[] scores, int offset, Relevant relevant, int[] more, int[] tied) {
            for (int i = 0; i < relevant.candidateCount(); i++) {
                float score = scores[offset + relevant.item(i)];
                int least = 0;
                int above = 0;
                for (int j = 0; j < count; j++) {
                    least += isLeast(scores[offset + negatives[j]], score);
                    above += isAbove(scores[offset + negatives[j]], score);
                }
                more[i] = above;
                tied[i] = least - above;
            }
        }
    }

    private static int isLeast(float rival, float score) {
        return rival < score ? 0 : 1; // also where one is no number
    }

    private static int isAbove(float rival, float score) {
        return rival <= score ? 0 : 1;
    }
}
