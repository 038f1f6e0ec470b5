package org.tandemrec.model.ralst;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.ModelState;

/**
 * What was learned of how to fuse parts. Parts are in the order of {@link org.tandemrec.model.Fusion#parts}.
 *
 * @param mapping the scales on which the scores meet
 * @param objective what θ minimised
 * @param weights the weight of each part; their sum is 1. Of more than two parts none is negative
 * @param scales the scale of each part
 * @param calibrations the calibration of each part's raw scores
 * @param fused calibration of the fused score
 * @param path θ, the weights of all parts but the long-term one, after each pass over the held-out users, the start first
 */
public record FusionWeights(
        Mapping mapping,
        Objective objective,
        double[] weights,
        List<ScoreScale> scales,
        List<Calibration> calibrations,
        Calibration fused,
        double[][] path) {
    /** Copies the lists. */
    public FusionWeights {
        scales = List.copyOf(scales);
        calibrations = List.copyOf(calibrations);
    }

    /** θ of eq 8, the weight of the short-term part; not clipped where there are two parts. */
    public double theta() {
        return weights[1];
    }

    /** {@link #theta} after each pass over the held-out users, the start first. */
    public double[] thetaPath() {
        return Arrays.stream(path).mapToDouble(theta -> theta[0]).toArray();
    }

    /** The calibration of the long-term part's raw scores. */
    public Calibration longTerm() {
        return calibrations.getFirst();
    }

    /** The calibration of the short-term part's raw scores. */
    public Calibration shortTerm() {
        return calibrations.get(1);
    }

    /** The weights of all parts where those of all but the long-term one are θ. */
    static double[] ofTheta(double[] theta) {
        double[] weights = new double[theta.length + 1];
        double rest = 1;
        for (int k = 0; k < theta.length; k++) {
            weights[k + 1] = theta[k];
            rest -= theta[k];
        }
        weights[0] = theta.length == 1 ? rest : Math.max(rest, 0); // below 0 by rounding alone
        return weights;
    }

    ModelState state() {
        ModelState state = new ModelState()
                .put("mapping", new int[] {mapping.code()})
                .put("objective", new int[] {objective.code()})
                .put("theta", Arrays.copyOfRange(weights, 1, weights.length))
                .put("calibrations", numbers());
        double[] flat = Arrays.stream(path).flatMapToDouble(Arrays::stream).toArray();
        if (weights.length == 2) {
            return state.put("thetaPath", flat);
        }
        return state.put("thetaPath", flat, path.length, weights.length - 1)
                .put("scales", scales.stream().mapToInt(ScoreScale::code).toArray());
    }

    private double[] numbers() {
        double[] numbers = new double[2 * (calibrations.size() + 1)];
        for (int part = 0; part <= calibrations.size(); part++) {
            Calibration calibration = part < calibrations.size() ? calibrations.get(part) : fused;
            numbers[2 * part] = calibration.scale();
            numbers[2 * part + 1] = calibration.offset();
        }
        return numbers;
    }

    /**
     * Reads {@link #state}.
     *
     * @param parts the number of parts
     */
    static FusionWeights of(ModelState state, int parts) {
        Mapping mapping = Mapping.ofCode(state.ints("mapping", 1)[0]);
        double[] theta = state.doubles("theta", parts - 1);
        double[] c = state.doubles("calibrations", 2 * (parts + 1));
        List<Calibration> calibrations = new ArrayList<>();
        for (int i = 0; i < c.length; i += 2) {
            calibrations.add(new Calibration(c[i], c[i + 1]));
        }
        List<ScoreScale> scales = parts == 2
                ? List.of(mapping.longTerm(), mapping.shortTerm())
                : Arrays.stream(state.ints("scales", parts))
                        .mapToObj(ScoreScale::ofCode)
                        .toList();
        return new FusionWeights(
                mapping,
                Objective.ofCode(state.ints("objective", 1)[0]),
                ofTheta(theta),
                scales,
                calibrations.subList(0, parts),
                calibrations.getLast(),
                rows(state.doubles("thetaPath"), parts - 1));
    }

    private static double[][] rows(double[] flat, int columns) {
        Check.argument(
                flat.length % columns == 0,
                "tensor thetaPath has %d elements, but %d are needed for each pass",
                flat.length,
                columns);
        double[][] rows = new double[flat.length / columns][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * columns, (row + 1) * columns));
        return rows;
    }
}
