package org.tandemrec.model.ralst;

import org.tandemrec.model.Calibration;
import org.tandemrec.model.ModelState;

/**
 * What was learned of how to fuse two parts.
 *
 * @param mapping the scales on which the scores meet
 * @param objective what θ minimised
 * @param theta θ of eq 8, the weight of the short-term part; not clipped
 * @param longTerm calibration of the long-term part's raw scores
 * @param shortTerm calibration of the short-term part's raw scores
 * @param fused calibration of the fused score
 * @param thetaPath θ after each pass over the held-out users, the start first
 */
public record FusionWeights(
        Mapping mapping,
        Objective objective,
        double theta,
        Calibration longTerm,
        Calibration shortTerm,
        Calibration fused,
        double[] thetaPath) {
    ModelState state() {
        return new ModelState()
                .put("mapping", new int[] {mapping.code()})
                .put("objective", new int[] {objective.code()})
                .put("theta", new double[] {theta})
                .put("calibrations", new double[] {
                    longTerm.scale(),
                    longTerm.offset(),
                    shortTerm.scale(),
                    shortTerm.offset(),
                    fused.scale(),
                    fused.offset()
                })
                .put("thetaPath", thetaPath);
    }

    static FusionWeights of(ModelState state) {
        double[] c = state.doubles("calibrations", 6);
        return new FusionWeights(
                Mapping.ofCode(state.ints("mapping", 1)[0]),
                Objective.ofCode(state.ints("objective", 1)[0]),
                state.doubles("theta", 1)[0],
                new Calibration(c[0], c[1]),
                new Calibration(c[2], c[3]),
                new Calibration(c[4], c[5]),
                state.doubles("thetaPath"));
    }
}
