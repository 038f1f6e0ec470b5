package org.tandemrec.kernel;

/** The factor kernels element by element: the readable reference, and what runs where the Vector API is not there. */
public final class ScalarFactorKernels implements FactorKernels {
    /** Makes the kernels; they hold no state. */
    public ScalarFactorKernels() {}

    @Override
    public void pointwise(
            float[] p, int pOffset, float[] q, int qOffset, int n, float pStep, float pKeep, float qStep, float qKeep) {
        for (int f = 0; f < n; f++) {
            float pOld = p[pOffset + f];
            float qOld = q[qOffset + f];
            p[pOffset + f] = Math.fma(pStep, qOld, pKeep * pOld);
            q[qOffset + f] = Math.fma(qStep, pOld, qKeep * qOld);
        }
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
        for (int f = 0; f < n; f++) {
            float pOld = p[pOffset + f];
            float iOld = q[iOffset + f];
            float jOld = q[jOffset + f];
            p[pOffset + f] = Math.fma(pStep, iOld - jOld, pKeep * pOld);
            q[iOffset + f] = Math.fma(iStep, pOld, iKeep * iOld);
            q[jOffset + f] = Math.fma(-jStep, pOld, jKeep * jOld);
        }
    }
}
