package org.tandemrec.eval;

import java.util.Arrays;

/** The ranks of a list's relevant candidates, best first, and what else metrics need of the list. Not safe for use by several threads. */
final class Places {
    /** Stands for all relevant items of a list. */
    static final int WHOLE = -1;

    private final RankTies ties;
    private final Popularity popularity;
    private final boolean graded;
    /** How many rivals score more than a relevant candidate, by its index. */
    final int[] more;
    /** How many score the same. */
    final int[] tied;

    private final float[] score;
    private final int[] order;
    private final double[] rank;
    private final double[] gain;
    private final double[] idealGain;
    private int found;
    private int relevantCount;
    private double pairs;
    private double wrongPairs;

    /**
     * Room for ranks.
     *
     * @param most the most targets that a list has
     * @param graded whether gains are asked for
     */
    Places(RankTies ties, Popularity popularity, boolean graded, int most) {
        this.ties = ties;
        this.popularity = popularity;
        this.graded = graded;
        this.more = new int[most];
        this.tied = new int[most];
        this.score = new float[most];
        this.order = new int[most];
        this.rank = new double[most];
        this.gain = new double[most];
        this.idealGain = new double[most];
    }

    /**
     * Ranks the relevant items of a list, or those of one part by popularity; then the other ones are rivals like any.
     *
     * @param scores those of all items, from {@code offset} on
     * @param rivals the number of items of the list besides the relevant ones
     * @param part a part, or {@link #WHOLE}
     */
    void place(Relevant relevant, float[] scores, int offset, int rivals, int part) {
        found = 0;
        relevantCount = 0;
        for (int i = 0; i < relevant.count(); i++) {
            if (!popularity.isIn(relevant.item(i), part)) {
                continue;
            }
            idealGain[relevantCount++] = graded ? relevant.gain(i) : 0;
            if (i < relevant.candidateCount()) {
                score[i] = scores[offset + relevant.item(i)];
                insert(i, relevant);
            }
        }
        int others = relevant.candidateCount() - found;
        pairs = (double) relevantCount * (rivals + others);
        wrongPairs = (double) (relevantCount - found) * (rivals + others);
        for (int from = 0, to = 0; from < found; from = to) {
            while (to < found && compare(order[to], order[from]) == 0) {
                to++;
            }
            placeTied(from, to, relevant, scores, offset, part);
        }
        if (graded) {
            Arrays.sort(idealGain, 0, relevantCount);
        }
    }

    /** Inserts a relevant candidate behind those that score more, or the same where their gain comes first by the rule. */
    private void insert(int index, Relevant relevant) {
        int at = found++;
        while (at > 0 && comesBefore(index, order[at - 1], relevant)) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = index;
    }

    private boolean comesBefore(int index, int other, Relevant relevant) {
        int compared = compare(index, other);
        if (compared != 0 || !graded) {
            return compared < 0;
        }
        double difference = relevant.gain(index) - relevant.gain(other);
        return switch (ties) {
            case WORST -> difference < 0;
            case MEAN -> false;
            case BEST -> difference > 0;
        };
    }

    /** Descending scores; those that are no number last. */
    private int compare(int index, int other) {
        float a = score[index];
        float b = score[other];
        if (a > b || (Float.isNaN(b) && !Float.isNaN(a))) {
            return -1;
        }
        return a < b || (Float.isNaN(a) && !Float.isNaN(b)) ? 1 : 0;
    }

    /** Ranks the places {@code from} to before {@code to}, whose scores are the same. */
    private void placeTied(int from, int to, Relevant relevant, float[] scores, int offset, int part) {
        int first = order[from];
        int above = more[first];
        int same = tied[first];
        for (int i = 0; i < relevant.candidateCount() && part != WHOLE; i++) {
            if (!popularity.isIn(relevant.item(i), part)) {
                score[i] = scores[offset + relevant.item(i)];
                int compared = compare(i, first);
                above += compared < 0 || Float.isNaN(score[i]) ? 1 : 0;
                same += compared == 0 && !Float.isNaN(score[i]) ? 1 : 0;
            }
        }
        double gains = 0;
        for (int place = from; place < to; place++) {
            double before = above + ties.before(same, place - from + 1, to - from);
            rank[place] = 1 + place + before;
            wrongPairs += before;
            gain[place] = graded ? relevant.gain(order[place]) : 0;
            gains += gain[place];
        }
        if (ties == RankTies.MEAN) {
            Arrays.fill(gain, from, to, gains / (to - from));
        }
    }

    /** r: the number of relevant items, those that are no candidates included. */
    int relevantCount() {
        return relevantCount;
    }

    /** The number of relevant items with a rank of at most k. */
    int within(int k) {
        int count = 0;
        while (count < found && rank[count] <= k) {
            count++;
        }
        return count;
    }

    /** The rank, from 1, of a place, from 0. */
    double rank(int place) {
        return rank[place];
    }

    /** 2^rating − 1 of a place; where several are tied and take the mean rank, their mean. */
    double gain(int place) {
        return gain[place];
    }

    /** The gain of a place in the ideal order. */
    double idealGain(int place) {
        return idealGain[relevantCount - 1 - place];
    }

    /** The share of pairs of a relevant item and a rival that are in the right order; 1 where there is no rival. */
    double rightPairs() {
        return pairs == 0 ? 1 : 1 - wrongPairs / pairs;
    }
}
