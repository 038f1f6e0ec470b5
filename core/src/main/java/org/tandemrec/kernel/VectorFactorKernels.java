package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;
import static org.tandemrec.kernel.VectorKernels.fold;
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
    public double squaredSteps(FactorRows rows, int[] user, int[] item, float[] y, int count, float rate) {
        // One loop nest with the arrays in locals: calls of dot and pointwise for each sample took a third longer.
        int n = rows.factors();
        int whole = n - n % LANES;
        float[] users = rows.users();
        float[] items = rows.items();
        float[] userBias = rows.userBias();
        float[] itemBias = rows.itemBias();
        float[] userPenalty = rows.userPenalty();
        float[] itemPenalty = rows.itemPenalty();
        boolean biased = rows.biased();
        double sum = 0;
        for (int s = 0; s < count; s++) {
            int u = user[s];
            int i = item[s];
            int p = u * n;
            int q = i * n;
            FloatVector sum0 = FloatVector.zero(SPECIES);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            int f = 0;
            for (; f <= n - 4 * LANES; f += 4 * LANES) {
                sum0 = load(users, p + f).fma(load(items, q + f), sum0);
                sum1 = load(users, p + f + LANES).fma(load(items, q + f + LANES), sum1);
                sum2 = load(users, p + f + 2 * LANES).fma(load(items, q + f + 2 * LANES), sum2);
                sum3 = load(users, p + f + 3 * LANES).fma(load(items, q + f + 3 * LANES), sum3);
            }
            for (; f < whole; f += LANES) {
                sum0 = load(users, p + f).fma(load(items, q + f), sum0);
            }
            float dot = fold(sum0.add(sum2).add(sum1.add(sum3)));
            for (; f < n; f++) {
                dot = Math.fma(users[p + f], items[q + f], dot);
            }
            float error = y[s] - rows.mean() - dot;
            float uKeep = 1 - rate * userPenalty[u];
            float iKeep = 1 - rate * itemPenalty[i];
            if (biased) {
                error -= userBias[u] + itemBias[i];
                userBias[u] = Math.fma(uKeep, userBias[u], rate * error);
                itemBias[i] = Math.fma(iKeep, itemBias[i], rate * error);
            }
            sum += (double) error * error;
            float step = rate * error;
            FloatVector steps = FloatVector.broadcast(SPECIES, step);
            FloatVector uKeeps = FloatVector.broadcast(SPECIES, uKeep);
            FloatVector iKeeps = FloatVector.broadcast(SPECIES, iKeep);
            for (f = 0; f < whole; f += LANES) {
                FloatVector pOld = load(users, p + f);
                FloatVector qOld = load(items, q + f);
                steps.fma(qOld, pOld.mul(uKeeps)).intoArray(users, p + f);
                steps.fma(pOld, qOld.mul(iKeeps)).intoArray(items, q + f);
            }
            for (; f < n; f++) {
                float pOld = users[p + f];
                float qOld = items[q + f];
                users[p + f] = Math.fma(step, qOld, uKeep * pOld);
                items[q + f] = Math.fma(step, pOld, iKeep * qOld);
            }
        }
        return sum;
    }

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
