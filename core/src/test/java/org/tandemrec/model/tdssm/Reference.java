package org.tandemrec.model.tdssm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tandemrec.data.Interactions;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.ReferenceCells;
import org.tandemrec.nn.ReferenceLayers;
import org.tandemrec.nn.RowTable;

/** MR-TDSSM in double precision, written from its equations, one history at a time. */
final class Reference {
    private final Map<String, double[]> weights = new LinkedHashMap<>();
    private final MrTdssmConfig config;
    private final int H;
    private final int N;

    Reference(Network network) {
        this.config = network.config;
        this.H = network.hiddenSize;
        this.N = network.itemCount;
        for (Parameter parameter : network.parameters()) {
            weights.put(parameter.name(), CentralDifference.doubles(parameter.value()));
        }
        for (RowTable table : network.tables()) {
            weights.put(table.name(), CentralDifference.doubles(table.value()));
        }
    }

    /** The sum of the cross-entropies of every event of a user but the first. */
    double loss(Interactions data, int user) {
        double loss = 0;
        for (int target = data.start(user) + 1; target < data.end(user); target++) {
            double[] scores = scores(data, user, target);
            double max = Arrays.stream(scores).max().orElseThrow();
            double sum =
                    Arrays.stream(scores).map(score -> Math.exp(score - max)).sum();
            loss += max + Math.log(sum) - scores[data.item(target)];
        }
        return loss;
    }

    /** The scores of all items after the user's events before {@code end}. */
    double[] scores(Interactions data, int user, int end) {
        List<int[]> slow = intervals(data, data.start(user), end, config.slowSeconds(), config.slowEvents());
        List<int[]> fast = intervals(data, data.start(user), end, config.fastSeconds(), config.fastEvents());
        double[] fixed = mean(data, data.start(user), slow.getLast()[0]);
        if (config.userEmbedding()) {
            fixed = join(fixed, row("users", user));
        }
        for (int layer = 1; layer <= config.staticLayers(); layer++) {
            fixed = dense("static" + layer, fixed);
        }
        double[] vector = dense("combined1", join(fixed, join(state("fast", data, fast), state("slow", data, slow))));
        double gamma =
                weights.containsKey("cosine.logScale") ? Math.exp(weight("cosine.logScale")[0]) : config.cosineScale();
        double[] scores = new double[N];
        for (int item = 0; item < N; item++) {
            double[] other = row(config.embedding() == Embedding.TIED ? "embedding" : "items", item);
            for (int layer = 1; layer <= config.itemLayers(); layer++) {
                other = dense("item" + layer, other);
            }
            scores[item] = dot(vector, other);
            if (config.similarity() == MrTdssmConfig.Similarity.COSINE) {
                scores[item] *= gamma / Math.sqrt(dot(vector, vector) * dot(other, other));
            }
            scores[item] += config.itemBias() ? weight("output.bias")[item] : 0;
        }
        return scores;
    }

    /** The intervals of the events from {@code start} to {@code end}: first event, and that behind the last. */
    private static List<int[]> intervals(Interactions data, int start, int end, int seconds, int events) {
        List<int[]> intervals = new ArrayList<>();
        for (int event = start; event < end; event++) {
            boolean full =
                    intervals.isEmpty() || (events > 0 && event - intervals.getLast()[0] == events);
            boolean over = event > start
                    && seconds > 0
                    && data.hasTimes()
                    && data.timeMillis(event) / 1000 / seconds != data.timeMillis(event - 1) / 1000 / seconds;
            if (full || over) {
                intervals.add(new int[] {event, event});
            }
            intervals.getLast()[1] = event + 1;
        }
        return intervals;
    }

    private double[] state(String cell, Interactions data, List<int[]> intervals) {
        double[] state = new double[config.cell() == Cell.Kind.LSTM ? 2 * H : H];
        for (int[] interval : intervals) {
            state = ReferenceCells.next(
                    config.cell(),
                    mean(data, interval[0], interval[1]),
                    state,
                    weight(cell + ".inputWeights"),
                    weight(cell + ".hiddenWeights"),
                    weight(cell + ".bias"));
        }
        return Arrays.copyOf(state, H);
    }

    private double[] mean(Interactions data, int from, int to) {
        double[] mean = new double[H];
        for (int event = from; event < to; event++) {
            for (int k = 0; k < H; k++) {
                mean[k] += weight("embedding")[data.item(event) * H + k] / (to - from);
            }
        }
        return mean;
    }

    private double[] dense(String name, double[] x) {
        double[] y = ReferenceLayers.linear(x, 1, weight(name + ".weights"), weight(name + ".bias"));
        return ReferenceLayers.activate(config.activation(), y);
    }

    /** The weights of a name. */
    double[] weight(String name) {
        return Objects.requireNonNull(weights.get(name));
    }

    private double[] row(String table, int row) {
        return Arrays.copyOfRange(weight(table), row * H, (row + 1) * H);
    }

    private static double[] join(double[] a, double[] b) {
        double[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
