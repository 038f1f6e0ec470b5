package org.tandemrec.nn;

/** The forward passes in double precision, written from the equations alone, one lane at a time. */
public final class ReferenceLayers {
    private ReferenceLayers() {}

    /**
     * The new state of a GRU (RA_LST, eqs 5–7).
     *
     * @param Wx columns r | z | c, D × 3H
     * @param Wh the same, H × 3H
     * @param bias 3H
     */
    public static double[] gru(double[] x, double[] h, double[] Wx, double[] Wh, double[] bias) {
        int H = h.length;
        double[] reset = new double[H];
        for (int j = 0; j < H; j++) {
            reset[j] = h[j] * sigmoid(bias[j] + product(x, Wx, 3 * H, j) + product(h, Wh, 3 * H, j));
        }
        double[] next = new double[H];
        for (int j = 0; j < H; j++) {
            double z = sigmoid(bias[H + j] + product(x, Wx, 3 * H, H + j) + product(h, Wh, 3 * H, H + j));
            double c = Math.tanh(
                    bias[2 * H + j] + product(x, Wx, 3 * H, 2 * H + j) + product(reset, Wh, 3 * H, 2 * H + j));
            next[j] = (1 - z) * h[j] + z * c;
        }
        return next;
    }

    /** −log softmax(h Wᵀ + b) at the target; W is items × H. */
    public static double crossEntropy(double[] h, double[] W, double[] bias, int target) {
        double sum = 0;
        double wanted = 0;
        for (int item = 0; item < bias.length; item++) {
            double logit = bias[item];
            for (int k = 0; k < h.length; k++) {
                logit += h[k] * W[item * h.length + k];
            }
            sum += Math.exp(logit);
            wanted = item == target ? logit : wanted;
        }
        return Math.log(sum) - wanted;
    }

    /** tanh of a row of a table. */
    public static double[] tanhRow(double[] table, int row, int columns) {
        double[] x = new double[columns];
        for (int d = 0; d < columns; d++) {
            x[d] = Math.tanh(table[row * columns + d]);
        }
        return x;
    }

    private static double product(double[] v, double[] matrix, int columns, int column) {
        double sum = 0;
        for (int k = 0; k < v.length; k++) {
            sum += v[k] * matrix[k * columns + column];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
