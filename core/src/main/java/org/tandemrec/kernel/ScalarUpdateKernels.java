package org.tandemrec.kernel;

/** The update kernels element by element: the readable reference, and what runs where the Vector API is not there. */
public final class ScalarUpdateKernels implements UpdateKernels {
    /** Makes the kernels; they hold no state. */
    public ScalarUpdateKernels() {}

    @Override
    public void momentum(float[] w, float[] v, int offset, float[] g, int gOffset, int n, float rate, float momentum) {
        for (int i = 0; i < n; i++) {
            int at = offset + i;
            v[at] = Math.fma(-rate, g[gOffset + i], momentum * v[at]);
            w[at] += v[at];
        }
    }

    @Override
    public void adagrad(
            float[] w, float[] a, int offset, float[] g, int gOffset, int n, float scale, float rate, float epsilon) {
        for (int i = 0; i < n; i++) {
            int at = offset + i;
            float gradient = scale * g[gOffset + i];
            a[at] = Math.fma(gradient, gradient, a[at]);
            w[at] -= rate * gradient / (float) Math.sqrt(a[at] + epsilon);
        }
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
        for (int i = 0; i < n; i++) {
            int at = offset + i;
            float gradient = scale * g[gOffset + i];
            a[at] = Math.fma(gradient, gradient, a[at]);
            float step = rate * gradient / (float) Math.sqrt(a[at] + epsilon);
            v[at] = Math.fma(momentum, v[at], -step);
            w[at] += v[at];
        }
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
        for (int i = 0; i < n; i++) {
            int at = offset + i;
            float gradient = scale * g[gOffset + i];
            m[at] = Math.fma(beta1, m[at], (1 - beta1) * gradient);
            v[at] = Math.fma(beta2, v[at], (1 - beta2) * gradient * gradient);
            float step = rate * m[at] / ((float) Math.sqrt(v[at]) + epsilon);
            w[at] = Math.fma(keep, w[at], -step);
        }
    }
}
