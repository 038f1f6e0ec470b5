package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;
import static org.tandemrec.kernel.VectorKernels.load;

import jdk.incubator.vector.FloatVector;

/**
 * The factor kernels on the Vector API, a vector of lanes at a time. Make them through {@link FactorKernels#best()}, which knows
 * whether the module is there.
 */
public final class VectorFactorKernels implements FactorKernels {
    private static final ScalarFactorKernels TAIL = new ScalarFactorKernels();

    VectorFactorKernels() {}

    @Override
    public void pointwise(
            float[] p, int pOffset, float[] q, int qOffset, int n, float pStep, float pKeep, float qStep, float qKeep) {
        FloatVector pSteps = FloatVector.broadcast(SPECIES, pStep);
        FloatVector qSteps = FloatVector.broadcast(SPECIES, qStep);
        int f = 0;
        for (; f <= n - LANES; f += LANES) {
            FloatVector pOld = load(p, pOffset + f);
            FloatVector qOld = load(q, qOffset + f);
            pSteps.fma(qOld, pOld.mul(pKeep)).intoArray(p, pOffset + f);
            qSteps.fma(pOld, qOld.mul(qKeep)).intoArray(q, qOffset + f);
        }
        TAIL.pointwise(p, pOffset + f, q, qOffset + f, n - f, pStep, pKeep, qStep, qKeep);
    }

    @Override
    public void pairwise(
            float[] p,
            int pOffset,
            float[] q,
            int iOffset,
            int jOffset,
            int n,
            float pStep,
            float pKeep,
            float iStep,
            float iKeep,
            float jStep,
            float jKeep) {
        FloatVector pSteps = FloatVector.broadcast(SPECIES, pStep);
        FloatVector iSteps = FloatVector.broadcast(SPECIES, iStep);
        FloatVector jSteps = FloatVector.broadcast(SPECIES, -jStep);
        int f = 0;
        for (; f <= n - LANES; f += LANES) {
            FloatVector pOld = load(p, pOffset + f);
            FloatVector iOld = load(q, iOffset + f);
            FloatVector jOld = load(q, jOffset + f);
            pSteps.fma(iOld.sub(jOld), pOld.mul(pKeep)).intoArray(p, pOffset + f);
            iSteps.fma(pOld, iOld.mul(iKeep)).intoArray(q, iOffset + f);
            jSteps.fma(pOld, jOld.mul(jKeep)).intoArray(q, jOffset + f);
        }
        TAIL.pairwise(p, pOffset + f, q, iOffset + f, jOffset + f, n - f, pStep, pKeep, iStep, iKeep, jStep, jKeep);
    }
}
