package org.tandemrec.model.lfm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Repeats;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig.Per;
import org.tandemrec.nn.CentralDifference;

/**
 * What SVD++ with time terms minimises, in double precision and in the plainest form: all parameters in one array, drawn from ±1,
 * and the loss a sum over all ratings.
 */
final class RatingsLoss {
    private static final double MEAN = 3.25;

    private final LfmConfig config;
    private final int users;
    private final int items;
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final double[] parameters;
    private final List<Rated> ratings = new ArrayList<>();
    private final double[] meanDay;
    private final double[] count;
    private double firstDay = Double.POSITIVE_INFINITY;
    private double lastDay;

    private record Rated(int user, int item, double y, long timeMillis) {}

    RatingsLoss(LfmConfig config, Interactions training, SplittableRandom random) {
        this.config = config;
        this.users = training.userCount();
        this.items = training.itemCount();
        this.meanDay = new double[users];
        this.count = new double[users];
        BitSet last = Repeats.lastOfPair(training);
        for (int user = 0; user < users; user++) {
            for (int row = training.start(user); row < training.end(user); row++) {
                if (last.get(row)) {
                    ratings.add(new Rated(user, training.item(row), training.rating(row), training.timeMillis(row)));
                    double day = training.timeMillis(row) / 86_400_000.0;
                    firstDay = Math.min(firstDay, day);
                    lastDay = Math.max(lastDay, day);
                    meanDay[user] += day;
                    count[user]++;
                }
            }
            meanDay[user] /= Math.max(1, count[user]);
        }
        int F = config.factors();
        int bins = config.terms().itemBins();
        int size = 0;
        size = part("userFactors", users * F, size);
        size = part("itemFactors", items * F, size);
        size = part("userBias", config.terms().biases() ? users : 0, size);
        size = part("itemBias", config.terms().biases() ? items : 0, size);
        size = part("implicitFactors", config.terms().implicitTerm() ? items * F : 0, size);
        size = part("itemBinBias", items * bins, size);
        size = part("userDrift", config.terms().userDrift() ? users : 0, size);
        offsets.put("", size);
        this.parameters = CentralDifference.doubles(CentralDifference.draw(size, random));
        clearUntrained();
    }

    private int part(String name, int length, int offset) {
        offsets.put(name, offset);
        return offset + length;
    }

    /** Rows and bins without a rating are 0 and stay so. */
    private void clearUntrained() {
        int bins = config.terms().itemBins();
        for (int bin = 0; bin < items * bins; bin++) {
            int wanted = at("itemBinBias") + bin;
            if (ratings.stream().noneMatch(r -> binAt(r.item, r.timeMillis) == wanted)) {
                parameters[wanted] = 0;
            }
        }
        List<String> names = List.copyOf(offsets.keySet());
        for (int i = 0; i < names.size() - 1; i++) {
            boolean byUser = names.get(i).startsWith("user");
            int from = at(names.get(i));
            int width = (at(names.get(i + 1)) - from) / (byUser ? users : items);
            for (int row = 0; row < (byUser ? users : items); row++) {
                int wanted = row;
                if (ratings.stream().noneMatch(r -> (byUser ? r.user : r.item) == wanted)) {
                    Arrays.fill(parameters, from + row * width, from + (row + 1) * width, 0);
                }
            }
        }
    }

    private int at(String name) {
        return Objects.requireNonNull(offsets.get(name));
    }

    double[] parameters() {
        return parameters;
    }

    ModelState state() {
        int F = config.factors();
        ModelState state = new ModelState()
                .put("mean", new double[] {MEAN})
                .put("userFactors", floats("userFactors"), users, F)
                .put("itemFactors", floats("itemFactors"), items, F)
                .put("userBias", floats("userBias"))
                .put("itemBias", floats("itemBias"));
        if (config.terms().implicitTerm()) {
            state.put("implicitFactors", floats("implicitFactors"), items, F);
        }
        if (config.terms().itemBins() > 0) {
            state.put(
                    "itemBinBias", floats("itemBinBias"), items, config.terms().itemBins());
        }
        if (config.terms().userDrift()) {
            float[] sinceFirst = new float[users];
            for (int user = 0; user < users; user++) {
                sinceFirst[user] = count[user] == 0 ? 0 : (float) (meanDay[user] - firstDay);
            }
            state.put("userDrift", floats("userDrift")).put("userMeanDay", sinceFirst);
        }
        return state.put("trainingDays", new double[] {firstDay, lastDay});
    }

    private float[] floats(String name) {
        int from = at(name);
        List<String> names = List.copyOf(offsets.keySet());
        float[] floats = new float[at(names.get(names.indexOf(name) + 1)) - from];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) parameters[from + i];
        }
        return floats;
    }

    /** The parameters of a state in the order of {@link #parameters}. */
    double[] parametersOf(ModelState state) {
        double[] all = new double[parameters.length];
        offsets.forEach((name, offset) -> {
            if (state.contains(name)) {
                double[] values = CentralDifference.doubles(state.floats(name));
                System.arraycopy(values, 0, all, offset, values.length);
            }
        });
        return all;
    }

    double predict(int user, int item, long timeMillis) {
        double sum = MEAN;
        double[] vector = userVector(user);
        for (int f = 0; f < vector.length; f++) {
            sum += vector[f] * parameters[at("itemFactors") + item * vector.length + f];
        }
        if (config.terms().biases()) {
            sum += parameters[at("userBias") + user] + parameters[at("itemBias") + item];
        }
        if (config.terms().itemBins() > 0) {
            sum += parameters[binAt(item, timeMillis)];
        }
        if (config.terms().userDrift()) {
            double days = timeMillis / 86_400_000.0 - meanDay[user];
            double size = Math.pow(Math.abs(days) / (lastDay - firstDay), 0.4);
            sum += parameters[at("userDrift") + user] * (days < 0 ? -size : size);
        }
        return sum;
    }

    private double[] userVector(int user) {
        int F = config.factors();
        double[] vector = new double[F];
        for (int f = 0; f < F; f++) {
            vector[f] = parameters[at("userFactors") + user * F + f];
            for (Rated other : ratings) {
                if (config.terms().implicitTerm() && other.user == user) {
                    vector[f] += parameters[at("implicitFactors") + other.item * F + f] / Math.sqrt(count[user]);
                }
            }
        }
        return vector;
    }

    private int binAt(int item, long timeMillis) {
        int bins = config.terms().itemBins();
        double part = (timeMillis / 86_400_000.0 - firstDay) / (lastDay - firstDay);
        return at("itemBinBias") + item * bins + Math.min(bins - 1, (int) (part * bins));
    }

    double meanSquaredError() {
        double sum = 0;
        for (Rated r : ratings) {
            double error = r.y - predict(r.user, r.item, r.timeMillis);
            sum += error * error / ratings.size();
        }
        return sum;
    }

    /** The gradient of Σ e² + λ (…) by all parameters. */
    double[] gradient() {
        return CentralDifference.of(parameters, () -> {
            double lambda = config.penalty().regularization();
            double loss = ratings.size() * meanSquaredError();
            if (config.penalty().regularizationPer() == Per.ROW) {
                for (double parameter : parameters) {
                    loss += lambda * parameter * parameter;
                }
                return loss;
            }
            for (Rated r : ratings) {
                loss += lambda * penaltyOfSample(r);
            }
            return loss;
        });
    }

    /** Σ of the squares of all parameters that a sample reads. */
    private double penaltyOfSample(Rated r) {
        int F = config.factors();
        double sum = squares("userFactors", r.user, F) + squares("itemFactors", r.item, F);
        if (config.terms().biases()) {
            sum += squares("userBias", r.user, 1) + squares("itemBias", r.item, 1);
        }
        if (config.terms().itemBins() > 0) {
            double bias = parameters[binAt(r.item, r.timeMillis)];
            sum += bias * bias;
        }
        if (config.terms().userDrift()) {
            sum += squares("userDrift", r.user, 1);
        }
        for (Rated other : ratings) {
            if (config.terms().implicitTerm() && other.user == r.user) {
                sum += squares("implicitFactors", other.item, F);
            }
        }
        return sum;
    }

    private double squares(String name, int row, int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double value = parameters[at(name) + row * width + i];
            sum += value * value;
        }
        return sum;
    }

    /** The parameters after a step of everything at each of these ratings (Koren, KDD 2008, section 4), without biases and times. */
    double[] stepByStep(int[] order, double rate, double lambda) {
        double[] start = parameters.clone();
        int F = config.factors();
        for (int index : order) {
            Rated r = ratings.get(index);
            double error = r.y - predict(r.user, r.item, r.timeMillis);
            double[] vector = userVector(r.user);
            int P = at("userFactors") + r.user * F;
            int Q = at("itemFactors") + r.item * F;
            for (int f = 0; f < F; f++) {
                double q = parameters[Q + f];
                parameters[P + f] += rate * (error * q - lambda * parameters[P + f]);
                parameters[Q + f] += rate * (error * vector[f] - lambda * q);
                for (Rated other : ratings) {
                    if (other.user == r.user) {
                        int Y = at("implicitFactors") + other.item * F + f;
                        parameters[Y] += rate * (error * q / Math.sqrt(count[r.user]) - lambda * parameters[Y]);
                    }
                }
            }
        }
        double[] stepped = parameters.clone();
        System.arraycopy(start, 0, parameters, 0, start.length);
        return stepped;
    }
}
