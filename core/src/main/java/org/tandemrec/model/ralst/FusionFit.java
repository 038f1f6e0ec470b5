package org.tandemrec.model.ralst;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.FloatMath;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.NonFiniteLossException;

/**
 * Fits both fusions on held-out lists: the calibrations of the parts, θ of {@code ra-lst} on the scale and objective that win, θ of
 * {@code ra-lst-squared} by eqs 8–11, and the calibrations of the fused scores.
 *
 * <p>Scale and objective are compared by NDCG@10 on every second user after a fit on the others. Several often rank alike, so the
 * one-standard-error rule decides: among those that no paired difference sets apart from the best, the lowest log loss wins. The
 * winner is then fitted on all users.
 *
 * <p>Where a mapping has two scales, a part beside the long-term and the short-term one takes the scale on which its calibrated
 * scores alone have the lower log loss.
 */
final class FusionFit {
    /* Lists of one task: fixed, so that sums do not depend on the threads. */
    private static final int GRAIN = 1024;

    private final RaLstConfig config;
    private final int epoch;
    private final HeldOutLists lists;
    private final Parallel parallel;
    private final List<Calibration> calibrations;
    /** Of each part, whether it takes the scale of the short-term part where a mapping has two. */
    private final boolean[] likeShortTerm;

    /**
     * What was fitted.
     *
     * @param logLoss the mean log loss of the calibrated {@code ra-lst} over all list entries
     */
    record Result(FusionWeights weights, FusionWeights squared, double logLoss) {}

    /** A scale and an objective. */
    private record Choice(Mapping mapping, Objective objective) {}

    FusionFit(RaLstConfig config, HeldOutLists lists, int epoch, Parallel parallel) {
        this.config = config;
        this.epoch = epoch;
        this.lists = lists;
        this.parallel = parallel;
        this.calibrations = Arrays.stream(lists.scores).map(this::calibration).toList();
        this.likeShortTerm = new boolean[lists.parts()];
        likeShortTerm[1] = true;
        for (int part = 2; part < likeShortTerm.length; part++) {
            likeShortTerm[part] = alone(part, Mapping.LOG_SOFTMAX_Z_SCORE.shortTerm())
                    < alone(part, Mapping.LOG_SOFTMAX_Z_SCORE.longTerm());
        }
    }

    /** The log loss of one part's scores on a scale, calibrated. */
    private double alone(int part, ScoreScale scale) {
        float[] mapped = lists.mapped(part, scale, calibrations.get(part));
        return logLoss(mapped, calibration(mapped));
    }

    private Calibration calibration(float[] scores) {
        return Calibration.fit(scores, lists.stride, lists.length, parallel);
    }

    private List<ScoreScale> scales(Mapping mapping) {
        return IntStream.range(0, lists.parts())
                .mapToObj(part -> likeShortTerm[part] ? mapping.shortTerm() : mapping.longTerm())
                .toList();
    }

    Result run() {
        List<Choice> both = List.of(best(choices()), new Choice(Mapping.PROBABILITY, Objective.SQUARED_ERROR));
        FusionWeights[] weights = new FusionWeights[both.size()];
        parallel.forEach(
                weights.length,
                i -> weights[i] = fit(both.get(i), mapped(both.get(i).mapping())));
        float[] fused = fused(mapped(weights[0].mapping()), weights[0].weights());
        return new Result(weights[0], weights[1], logLoss(fused, weights[0].fused()));
    }

    private List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (Mapping mapping : Mapping.values()) {
            boolean wanted = config.mapping() == RaLstConfig.MappingChoice.AUTO
                    || config.mapping().name().equals(mapping.name());
            for (Objective objective : Objective.values()) {
                boolean fits = config.objective() == RaLstConfig.ObjectiveChoice.AUTO
                        || config.objective().name().equals(objective.name());
                if (wanted && fits && mapping != Mapping.PROBABILITY && objective != Objective.SQUARED_ERROR) {
                    choices.add(new Choice(mapping, objective));
                }
            }
        }
        return choices;
    }

    /** The choice of the lowest log loss among those whose NDCG is within one standard error of the best. */
    private Choice best(List<Choice> choices) {
        if (choices.size() == 1) {
            return choices.getFirst();
        }
        double[][] weights = new double[choices.size()][];
        double[][] ndcg = new double[choices.size()][];
        parallel.forEach(choices.size(), i -> {
            Choice choice = choices.get(i);
            ThetaSgd.Mapped mapped = mapped(choice.mapping());
            weights[i] = FusionWeights.ofTheta(new ThetaSgd(lists, mapped, config.learningRate(), ThetaSgd.Users.EVEN)
                    .fit(choice.objective())
                    .theta());
            ndcg[i] = ListNdcg.ofUsers(lists, fused(mapped, weights[i]), user -> user % 2 == 1);
        });
        double[] best = ndcg[0];
        for (double[] candidate : ndcg) {
            best = ListNdcg.mean(candidate) > ListNdcg.mean(best) ? candidate : best;
        }
        Choice chosen = choices.getFirst();
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ndcg.length; i++) {
            if (isFinite(weights[i]) && ListNdcg.withinOneStandardError(ndcg[i], best)) {
                float[] fused = fused(mapped(choices.get(i).mapping()), weights[i]);
                double loss = logLoss(fused, calibration(fused));
                if (loss < lowest) {
                    lowest = loss;
                    chosen = choices.get(i);
                }
            }
        }
        return chosen;
    }

    private FusionWeights fit(Choice choice, ThetaSgd.Mapped mapped) {
        ThetaSgd.Fit fit =
                new ThetaSgd(lists, mapped, config.learningRate(), ThetaSgd.Users.ALL).fit(choice.objective());
        double[] weights = FusionWeights.ofTheta(fit.theta());
        if (!isFinite(weights)) {
            throw new NonFiniteLossException(
                    RaLstModel.KIND, epoch, fit.path().length, weights[0], config.learningRate());
        }
        Calibration fused = calibration(fused(mapped, weights));
        return new FusionWeights(
                choice.mapping(),
                choice.objective(),
                weights,
                scales(choice.mapping()),
                calibrations,
                fused,
                fit.path());
    }

    private static boolean isFinite(double[] weights) {
        return Arrays.stream(weights).allMatch(Double::isFinite);
    }

    private ThetaSgd.Mapped mapped(Mapping mapping) {
        List<ScoreScale> scales = scales(mapping);
        float[] x2 = lists.mapped(0, scales.getFirst(), calibrations.getFirst());
        float[][] differences = new float[lists.parts() - 1][];
        for (int k = 0; k < differences.length; k++) {
            float[] difference = lists.mapped(k + 1, scales.get(k + 1), calibrations.get(k + 1));
            for (int i = 0; i < difference.length; i++) {
                difference[i] -= x2[i];
            }
            differences[k] = difference;
        }
        return new ThetaSgd.Mapped(x2, differences);
    }

    private static float[] fused(ThetaSgd.Mapped mapped, double[] weights) {
        float[] fused = new float[mapped.x2().length];
        for (int i = 0; i < fused.length; i++) {
            double h = mapped.x2()[i];
            for (int k = 0; k < mapped.differences().length; k++) {
                h += weights[k + 1] * mapped.differences()[k][i];
            }
            fused[i] = (float) h;
        }
        return fused;
    }

    /** log(1 + x) for x in 0 … 1: by its series where that is exact to 1e-9, which nearly all negatives are. */
    private static double log1p(double x) {
        return x < 0.01 ? x - x * x / 2 + x * x * x / 3 : StrictMath.log1p(x);
    }

    /** The mean log loss of calibrated scores over all list entries. */
    private double logLoss(float[] fused, Calibration calibration) {
        int tasks = (lists.count() + GRAIN - 1) / GRAIN;
        double[] loss = new double[tasks];
        parallel.forEach(tasks, task -> {
            int to = Math.min(lists.count(), (task + 1) * GRAIN);
            for (int list = task * GRAIN; list < to; list++) {
                for (int j = 0; j < lists.length[list]; j++) {
                    double logit = calibration.logit(fused[list * lists.stride + j]);
                    double signed = j == 0 ? -logit : logit;
                    loss[task] += Math.max(signed, 0) + log1p(FloatMath.exp((float) -Math.abs(signed)));
                }
            }
        });
        return Arrays.stream(loss).sum()
                / Arrays.stream(lists.length).asLongStream().sum();
    }
}
