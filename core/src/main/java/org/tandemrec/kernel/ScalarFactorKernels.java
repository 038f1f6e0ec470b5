package org.tandemrec.kernel;

/** The factor kernels element by element: the readable reference, and what runs where the Vector API is not there. */
public final class ScalarFactorKernels implements FactorKernels {
    private static final ScalarKernels DOT = new ScalarKernels();

    /** Makes the kernels; they hold no state. */
    public ScalarFactorKernels() {}

    @Override
    public double squaredSteps(FactorRows rows, int[] user, int[] item, float[] y, int count, float rate) {
        int n = rows.factors();
        double sum = 0;
        for (int s = 0; s < count; s++) {
            int u = user[s];
            int i = item[s];
            float error = y[s] - rows.mean();
            error -= rows.biased() ? rows.userBias()[u] + rows.itemBias()[i] : 0;
            error -= DOT.dot(rows.users(), u * n, rows.items(), i * n, n);
            sum += (double) error * error;
            float step = rate * error;
            float uKeep = 1 - rate * rows.userPenalty()[u];
            float iKeep = 1 - rate * rows.itemPenalty()[i];
            if (rows.biased()) {
                rows.userBias()[u] = Math.fma(uKeep, rows.userBias()[u], step);
                rows.itemBias()[i] = Math.fma(iKeep, rows.itemBias()[i], step);
            }
            pointwise(rows.users(), u * n, rows.items(), i * n, n, step, uKeep, step, iKeep);
        }
        return sum;
    }

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
