package org.tandemrec.eval;

import java.util.List;
import org.tandemrec.base.NamedValue;

/**
 * What is measured. The text form is the name in results and what {@link #parse} reads.
 *
 * <p>A list is one ranking for a user; its relevant items are its targets, without repeats. With one target a list, r = 1. Of the j-th
 * relevant item, best rank first, ρ_j is the rank, infinite where the item is no candidate; r is their number, k the cut-off. Means
 * over users are of the mean over the user's lists.
 */
public enum Metric {
    /** Hit rate: 1 if ρ_1 ≤ k, else 0. Mean over users. */
    HR("hr", Scope.USERS, true, Direction.HIGHER),
    /** Recall: #{j : ρ_j ≤ k} / r, the denominator of the textbooks (Manning et al., 2008, eq 8.2). Mean over users. */
    RECALL("recall", Scope.USERS, true, Direction.HIGHER),
    /** Recall with a denominator that can be reached: #{j : ρ_j ≤ k} / min(k, r) (Liang et al., WWW 2018). Mean over users. */
    RECALL_CAPPED("recall-capped", Scope.USERS, true, Direction.HIGHER),
    /** Precision: #{j : ρ_j ≤ k} / k, also where fewer than k items can be ranked (Manning et al., 2008, eq 8.1). Mean over users. */
    PRECISION("precision", Scope.USERS, true, Direction.HIGHER),
    /**
     * NDCG with r(i) of 0 or 1 (paper, eqs 13–16; Järvelin and Kekäläinen, 2002): Σ_{ρ_j ≤ k} 1 / log₂(ρ_j + 1) over
     * Σ_{j ≤ min(k, r)} 1 / log₂(j + 1). Mean over users.
     */
    NDCG("ndcg", Scope.USERS, true, Direction.HIGHER),
    /** {@link #NDCG} as a mean over lists. */
    NDCG_PER_TARGET("ndcg-per-target", Scope.LISTS, true, Direction.HIGHER),
    /**
     * NDCG with ratings as r(i) (paper, eqs 13–16): a relevant item gains 2^rating − 1, the ideal order is that of the ratings; 0
     * where the ideal gain is 0. With one target a list it is {@link #NDCG} unless that target's rating is 0. Mean over users.
     */
    NDCG_GRADED("ndcg-graded", Scope.USERS, true, Direction.HIGHER),
    /** Mean reciprocal rank: 1 / ρ_1 if ρ_1 ≤ k, else 0 (Voorhees, TREC-8, 1999). Mean over users. */
    MRR("mrr", Scope.USERS, true, Direction.HIGHER),
    /**
     * Mean average precision: Σ_{ρ_j ≤ k} (j / ρ_j) / min(k, r) (Manning et al., 2008, section 8.4, cut at k). Mean over users.
     */
    MAP("map", Scope.USERS, true, Direction.HIGHER),
    /**
     * Area under the ROC curve: the share of pairs of a relevant item and another one of the list in which the relevant one stands
     * before (Rendle et al., UAI 2009, section 4.1.1). A relevant item that is no candidate stands behind all. 1 where there is no
     * other item. Mean over users.
     */
    AUC("auc", Scope.USERS, false, Direction.HIGHER),
    /** √ of the mean of (ŷ − y)² over all list entries, y = 1 for targets and 0 for sampled negatives, ŷ calibrated (paper, eq 12). */
    RMSE("rmse", Scope.ENTRIES, false, Direction.LOWER),
    /** {@link #RMSE} with the model's own estimate as ŷ. */
    RMSE_RAW("rmse-raw", Scope.ENTRIES, false, Direction.LOWER),
    /** √ of the mean of (rating − predicted rating)² over targets. */
    RMSE_RATING("rmse-rating", Scope.RATINGS, false, Direction.LOWER),
    /** The mean of |rating − predicted rating| over targets. */
    MAE("mae", Scope.RATINGS, false, Direction.LOWER),
    /** Catalogue coverage: the share of candidates that are among the first k of some list (Herlocker et al., TOIS 2004, 3.3). */
    COVERAGE("coverage", Scope.TOP_ITEMS, true, Direction.NEITHER),
    /**
     * Gini index of how often each of N candidates is among the first k: with counts c_(1) ≤ … ≤ c_(N),
     * Σ_i (2i − N − 1) c_(i) / ((N − 1) Σ c); 0 where all are shown alike, 1 where one is shown alone (Castells, Hurley and Vargas,
     * Recommender Systems Handbook, 2015, section 26.3.5).
     */
    GINI("gini", Scope.TOP_ITEMS, true, Direction.NEITHER),
    /**
     * Mean self-information of the first k items, −log₂ of the share of training users who took the item (Zhou et al., PNAS 2010).
     * Mean over users.
     */
    NOVELTY("novelty", Scope.TOP_LISTS, true, Direction.NEITHER),
    /** The mean number of training events of the first k items. Mean over users. */
    AVERAGE_POPULARITY("average-popularity", Scope.TOP_LISTS, true, Direction.NEITHER),
    /**
     * Intra-list diversity: 1 − the mean over all pairs of the first k items of |U_i ∩ U_j| / √(|U_i| |U_j|), with U_i the users who
     * took i in training; 0 for fewer than two items (Ziegler et al., WWW 2005, eq 4). Mean over users.
     */
    DIVERSITY("diversity", Scope.TOP_LISTS, true, Direction.NEITHER);

    /** What a figure is made of. */
    enum Scope {
        /** A mean over users of what the ranks of relevant items give. */
        USERS,
        /** A mean over lists of the same. */
        LISTS,
        /** A mean over the entries of sampled lists. */
        ENTRIES,
        /** A mean over predicted ratings. */
        RATINGS,
        /** A mean over users of what the first items of a full ranking give. */
        TOP_LISTS,
        /** One figure of how often each item is among the first of full rankings. */
        TOP_ITEMS
    }

    /** Which value is better. */
    public enum Direction {
        /** The higher one. */
        HIGHER,
        /** The lower one. */
        LOWER,
        /** None: it describes. */
        NEITHER
    }

    /** The metrics of the paper, those that a protocol has if it names none. */
    public static final List<Metric> DEFAULT = List.of(NDCG, NDCG_PER_TARGET, HR, RMSE, RMSE_RAW, RMSE_RATING);

    private final String text;
    private final Scope scope;
    private final boolean cut;
    private final Direction direction;

    Metric(String text, Scope scope, boolean cut, Direction direction) {
        this.text = text;
        this.scope = scope;
        this.cut = cut;
        this.direction = direction;
    }

    /**
     * Reads a metric's name, for example {@code ndcg}.
     *
     * @throws IllegalArgumentException if there is no such metric
     */
    public static Metric parse(String text) {
        return NamedValue.parse(Metric.class, text, "a metric is one of");
    }

    /** Whether there is a figure for each cut-off. */
    public boolean hasCutoff() {
        return cut;
    }

    /** Whether figures are means over users, so that there are values of every user. */
    public boolean isMeanOverUsers() {
        return scope == Scope.USERS || scope == Scope.TOP_LISTS;
    }

    /** Whether it says how well lists are ordered: what a model can be chosen by. */
    public boolean isRanking() {
        return cut && (scope == Scope.USERS || scope == Scope.LISTS);
    }

    /** Which value is better. */
    public Direction direction() {
        return direction;
    }

    /** What a figure needs besides a model and targets, for people. */
    public String needs() {
        return switch (scope) {
            case USERS, LISTS -> "a cut-off";
            case ENTRIES ->
                "candidates that are sampled, such as sampled-uniform(100)"
                        + (this == RMSE ? ", and a calibration, which only a fusion has" : "");
            case RATINGS -> "data with ratings and a model that predicts them";
            case TOP_LISTS, TOP_ITEMS -> "a ranking of all items, such as full-unseen, and a cut-off";
        };
    }

    /** What its figures are made of. */
    Scope scope() {
        return scope;
    }

    @Override
    public String toString() {
        return text;
    }
}
