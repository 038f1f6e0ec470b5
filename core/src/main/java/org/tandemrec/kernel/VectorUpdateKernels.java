package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The update kernels on the Vector API, a vector of lanes at a time. Make them through {@link UpdateKernels#best()}, which knows
 * whether the module is there.
 */
public final class VectorUpdateKernels implements UpdateKernels {
    private static final ScalarUpdateKernels TAIL = new ScalarUpdateKernels();

    VectorUpdateKernels() {}

    @Override
    public void momentum(float[] w, float[] v, int offset, float[] g, int gOffset, int n, float rate, float momentum) {
        FloatVector descent = FloatVector.broadcast(SPECIES, -rate);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            int at = offset + i;
            FloatVector velocity = descent.fma(load(g, gOffset + i), load(v, at).mul(momentum));
            velocity.intoArray(v, at);
            load(w, at).add(velocity).intoArray(w, at);
        }
        TAIL.momentum(w, v, offset + i, g, gOffset + i, n - i, rate, momentum);
    }

    @Override
    public void adagrad(
            float[] w, float[] a, int offset, float[] g, int gOffset, int n, float scale, float rate, float epsilon) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            int at = offset + i;
            FloatVector gradient = load(g, gOffset + i).mul(scale);
            FloatVector sum = gradient.fma(gradient, load(a, at));
            sum.intoArray(a, at);
            FloatVector step = gradient.mul(rate).div(sum.add(epsilon).sqrt());
            load(w, at).sub(step).intoArray(w, at);
        }
        TAIL.adagrad(w, a, offset + i, g, gOffset + i, n - i, scale, rate, epsilon);
    }

    @Override
    public void adagradMomentum(
            float[] w,
            float[] a,
            float[] v,
            int offset,
            float[] g,
            int gOffset,
            int n,
            float scale,
            float rate,
            float epsilon,
            float momentum) {
        FloatVector inertia = FloatVector.broadcast(SPECIES, momentum);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            int at = offset + i;
            FloatVector gradient = load(g, gOffset + i).mul(scale);
            FloatVector sum = gradient.fma(gradient, load(a, at));
            sum.intoArray(a, at);
            FloatVector step = gradient.mul(rate).div(sum.add(epsilon).sqrt());
            FloatVector velocity = inertia.fma(load(v, at), step.neg());
            velocity.intoArray(v, at);
            load(w, at).add(velocity).intoArray(w, at);
        }
        TAIL.adagradMomentum(w, a, v, offset + i, g, gOffset + i, n - i, scale, rate, epsilon, momentum);
    }

    @Override
    public void adam(
            float[] w,
            float[] m,
            float[] v,
            int offset,
            float[] g,
            int gOffset,
            int n,
            float scale,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float keep) {
        FloatVector decay1 = FloatVector.broadcast(SPECIES, beta1);
        FloatVector decay2 = FloatVector.broadcast(SPECIES, beta2);
        FloatVector kept = FloatVector.broadcast(SPECIES, keep);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            int at = offset + i;
            FloatVector gradient = load(g, gOffset + i).mul(scale);
            FloatVector first = decay1.fma(load(m, at), gradient.mul(1 - beta1));
            FloatVector second = decay2.fma(load(v, at), gradient.mul(1 - beta2).mul(gradient));
            first.intoArray(m, at);
            second.intoArray(v, at);
            FloatVector step = first.mul(rate).div(second.sqrt().add(epsilon));
            kept.fma(load(w, at), step.neg()).intoArray(w, at);
        }
        TAIL.adam(w, m, v, offset + i, g, gOffset + i, n - i, scale, rate, beta1, beta2, epsilon, keep);
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }
}
