package org.tandemrec.nn;

import java.util.List;

/** Pooling and gate in double precision, written from the equations alone, one row at a time. */
public final class ReferenceFusion {
    private ReferenceFusion() {}

    /** Row t pools rows 0 … t of its sequence by the sequence's query. */
    public static double[] pool(double[] x, Sequences sequences, double[] queries) {
        double[] y = new double[x.length];
        int H = sequences.count() == 0 ? 0 : queries.length / sequences.count();
        for (int s = 0; s < sequences.count(); s++) {
            for (int row = sequences.start(s); row < sequences.start(s + 1); row++) {
                double sum = 0;
                for (int key = sequences.start(s); key <= row; key++) {
                    double product = 0;
                    for (int i = 0; i < H; i++) {
                        product += x[key * H + i] * queries[s * H + i];
                    }
                    sum += Math.exp(product);
                    for (int i = 0; i < H; i++) {
                        y[row * H + i] += Math.exp(product) * x[key * H + i];
                    }
                }
                for (int i = 0; i < H; i++) {
                    y[row * H + i] /= sum;
                }
            }
        }
        return y;
    }

    /** (1 − G) p + G s with G = σ(e W₁ + s W₂ + p W₃ + b); weights as in {@link GatedFusion#parameters}. */
    public static double[] gate(Sequences sequences, double[] e, double[] p, double[] s, List<double[]> weights) {
        int H = weights.get(1).length;
        int S = sequences.count();
        double[] none = new double[H];
        double[] ofE = ReferenceLayers.linear(e, S, weights.get(0), weights.get(1));
        double[] ofS = ReferenceLayers.linear(s, sequences.rows(), weights.get(2), none);
        double[] ofP = ReferenceLayers.linear(p, S, weights.get(3), none);
        double[] o = new double[s.length];
        for (int sequence = 0; sequence < S; sequence++) {
            for (int row = sequences.start(sequence); row < sequences.start(sequence + 1); row++) {
                for (int i = 0; i < H; i++) {
                    int at = row * H + i;
                    int of = sequence * H + i;
                    double G = 1 / (1 + Math.exp(-ofE[of] - ofS[at] - ofP[of]));
                    o[at] = (1 - G) * p[of] + G * s[at];
                }
            }
        }
        return o;
    }
}
