package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.List;

/** Attention and blocks in double precision, written from the equations alone, one query at a time. */
public final class ReferenceTransformer {
    private ReferenceTransformer() {}

    /** Copies of all weights. */
    public static List<double[]> doubles(List<Parameter> parameters) {
        List<double[]> copies = new ArrayList<>();
        for (Parameter parameter : parameters) {
            copies.add(CentralDifference.doubles(parameter.value()));
        }
        return copies;
    }

    /** Multi-head self-attention (Vaswani et al., section 3.2); weights as in {@link SelfAttention#parameters}. */
    public static double[] attention(
            double[] x, Sequences sequences, int heads, boolean causal, List<double[]> weights) {
        int H = weights.get(3).length;
        int d = H / heads;
        double[] projected = ReferenceLayers.linear(x, sequences.rows(), weights.get(0), weights.get(1));
        double[] attended = new double[x.length];
        for (int s = 0; s < sequences.count(); s++) {
            int start = sequences.start(s);
            int end = sequences.start(s + 1);
            for (int query = start; query < end; query++) {
                for (int at = 0; at < H; at += d) {
                    attend(projected, H, at, d, query, start, causal ? query + 1 : end, attended);
                }
            }
        }
        return ReferenceLayers.linear(attended, sequences.rows(), weights.get(2), weights.get(3));
    }

    private static void attend(
            double[] projected, int H, int at, int d, int query, int from, int to, double[] attended) {
        double[] weights = new double[to - from];
        double sum = 0;
        for (int key = from; key < to; key++) {
            double score = 0;
            for (int i = at; i < at + d; i++) {
                score += projected[query * 3 * H + i] * projected[key * 3 * H + H + i];
            }
            weights[key - from] = Math.exp(score / Math.sqrt(d));
            sum += weights[key - from];
        }
        for (int key = from; key < to; key++) {
            for (int i = at; i < at + d; i++) {
                attended[query * H + i] += weights[key - from] / sum * projected[key * 3 * H + 2 * H + i];
            }
        }
    }

    /** A block; weights as in {@link TransformerBlock#parameters}. */
    public static double[] block(
            double[] x,
            Sequences sequences,
            int heads,
            boolean causal,
            TransformerBlock.Norm norm,
            Activation activation,
            List<double[]> weights) {
        boolean before = norm == TransformerBlock.Norm.BEFORE;
        int R = sequences.rows();
        double[] attended = attention(
                before ? ReferenceLayers.layerNorm(x, weights.get(8), weights.get(9)) : x,
                sequences,
                heads,
                causal,
                weights.subList(0, 4));
        double[] a = sum(x, attended);
        a = before ? a : ReferenceLayers.layerNorm(a, weights.get(8), weights.get(9));
        double[] inner = before ? ReferenceLayers.layerNorm(a, weights.get(10), weights.get(11)) : a;
        inner = ReferenceLayers.activate(activation, ReferenceLayers.linear(inner, R, weights.get(4), weights.get(5)));
        double[] y = sum(a, ReferenceLayers.linear(inner, R, weights.get(6), weights.get(7)));
        return before ? y : ReferenceLayers.layerNorm(y, weights.get(10), weights.get(11));
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }
}
