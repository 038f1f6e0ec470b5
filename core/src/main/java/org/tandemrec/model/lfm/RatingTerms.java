package org.tandemrec.model.lfm;

import java.util.concurrent.TimeUnit;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.lfm.LfmConfig.TermsConfig;

/**
 * What a predicted rating has beside mean, biases and factors: the implicit term of SVD++ (Koren, KDD 2008, eq 15), and the item
 * bins and user drift of timeSVD++ (Koren, KDD 2009, eqs 6 and 8). What is off is empty.
 *
 * @param implicitFactors Y, items × F
 * @param itemBins the number of bins, equally long, into which the time of training is cut; 0 without them
 * @param itemBinBias b_{i,bin}, items × bins
 * @param userDrift α by user
 * @param userMeanDay the mean time of a user's training ratings by user, in days after {@code firstDay}
 * @param firstDay the time of the first training rating in days after 1970-01-01T00:00Z, with fraction; 0 without time terms
 * @param lastDay that of the last one
 */
record RatingTerms(
        float[] implicitFactors,
        int itemBins,
        float[] itemBinBias,
        float[] userDrift,
        float[] userMeanDay,
        double firstDay,
        double lastDay) {
    /** All terms off. */
    static final RatingTerms NONE = new RatingTerms(new float[0], 0, new float[0], new float[0], new float[0], 0, 0);

    private static final double DEVIATION_POWER = 0.4;
    private static final double MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);

    /** The terms of a config before training: Y, biases and drifts are 0, times those of the ratings. */
    static RatingTerms initial(LfmConfig config, Ratings ratings) {
        TermsConfig terms = config.terms();
        int users = ratings.users();
        int items = ratings.items();
        boolean timed = terms.itemBins() > 0 || terms.userDrift();
        double firstDay = timed ? day(ratings.firstMillis()) : 0;
        float[] meanDay = new float[terms.userDrift() ? users : 0];
        for (int user = 0; user < meanDay.length; user++) {
            meanDay[user] =
                    ratings.count(user) == 0 ? 0 : (float) (ratings.meanMillis(user) / MILLIS_PER_DAY - firstDay);
        }
        return new RatingTerms(
                new float[terms.implicitTerm() ? items * config.factors() : 0],
                terms.itemBins(),
                new float[items * terms.itemBins()],
                new float[meanDay.length],
                meanDay,
                firstDay,
                timed ? day(ratings.lastMillis()) : 0);
    }

    private static double day(long timeMillis) {
        return timeMillis / MILLIS_PER_DAY;
    }

    boolean implicit() {
        return implicitFactors.length > 0;
    }

    boolean drifting() {
        return userDrift.length > 0;
    }

    /** Adds |N|^-½ Σ_{j ∈ N} Y_j, N the first {@code count} of {@code items}, to the F numbers of {@code sum} from {@code offset} on. */
    void addImplicit(int[] items, int count, int F, Kernels kernels, float[] sum, int offset) {
        float scale = (float) (1 / Math.sqrt(Math.max(1, count)));
        for (int j = 0; j < count; j++) {
            kernels.axpy(scale, implicitFactors, items[j] * F, sum, offset, F);
        }
    }

    /** The place of an item's bias at a time in {@link #itemBinBias}; times outside those of training belong to the nearest bin. */
    int binOf(int item, long timeMillis) {
        double span = lastDay - firstDay;
        int bin = span > 0 ? (int) ((day(timeMillis) - firstDay) / span * itemBins) : 0; // (int) saturates
        return item * itemBins + Math.clamp(bin, 0, itemBins - 1);
    }

    /**
     * How far a time is from the mean of a user's: dev_u(t) = sign(t − t̄_u) · (|t − t̄_u| / T)^0.4, T the time from the first to
     * the last training rating.
     *
     * <p>Koren has days in place of T, which scales α_u alone: here a step on it is no larger than one on a bias.
     */
    float deviation(int user, long timeMillis) {
        double days = day(timeMillis) - firstDay - userMeanDay[user];
        double span = lastDay - firstDay;
        return span > 0 ? (float) (Math.signum(days) * StrictMath.pow(Math.abs(days) / span, DEVIATION_POWER)) : 0;
    }

    /**
     * What the time adds to a rating: α_u dev_u(t) + b_{i,bin(t)}.
     *
     * @param known whether the user was trained, and may have a drift
     */
    float timePart(boolean known, int user, int item, long timeMillis) {
        float part = itemBins > 0 ? itemBinBias[binOf(item, timeMillis)] : 0;
        return known && drifting() ? part + userDrift[user] * deviation(user, timeMillis) : part;
    }

    RatingTerms copy() {
        return new RatingTerms(
                implicitFactors.clone(),
                itemBins,
                itemBinBias.clone(),
                userDrift.clone(),
                userMeanDay,
                firstDay,
                lastDay);
    }

    /** Adds what is on to a state. */
    void putInto(ModelState state, int factors, int items) {
        if (implicit()) {
            state.put("implicitFactors", implicitFactors, items, factors);
        }
        if (itemBins > 0) {
            state.put("itemBinBias", itemBinBias, items, itemBins);
        }
        if (drifting()) {
            state.put("userDrift", userDrift).put("userMeanDay", userMeanDay);
        }
        if (itemBins > 0 || drifting()) {
            state.put("trainingDays", new double[] {firstDay, lastDay});
        }
    }

    /** What a config asks for out of a state; a tensor that is missing or does not fit is an error. */
    static RatingTerms of(LfmConfig config, ModelState state, int users, int items) {
        TermsConfig terms = config.terms();
        boolean timed = terms.itemBins() > 0 || terms.userDrift();
        double[] days = timed ? state.doubles("trainingDays", 2) : new double[2];
        return new RatingTerms(
                terms.implicitTerm() ? state.floats("implicitFactors", items, config.factors()) : new float[0],
                terms.itemBins(),
                terms.itemBins() > 0 ? state.floats("itemBinBias", items, terms.itemBins()) : new float[0],
                terms.userDrift() ? state.floats("userDrift", users) : new float[0],
                terms.userDrift() ? state.floats("userMeanDay", users) : new float[0],
                days[0],
                days[1]);
    }
}
