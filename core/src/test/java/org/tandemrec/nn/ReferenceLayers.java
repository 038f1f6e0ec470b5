package org.tandemrec.nn;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

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

    /** A loss that is linear in some outputs, with the given coefficients, which are its gradient by them. */
    public static DoubleSupplier loss(float[] coefficients, Supplier<double[]> outputs) {
        return () -> {
            double[] y = outputs.get();
            double loss = 0;
            for (int i = 0; i < y.length; i++) {
                loss += coefficients[i] * y[i];
            }
            return loss;
        };
    }

    /** x W + b; x is R × D, W is D × E. */
    public static double[] linear(double[] x, int R, double[] W, double[] b) {
        int E = b.length;
        int D = W.length / E;
        double[] y = new double[R * E];
        for (int i = 0; i < y.length; i++) {
            double sum = b[i % E];
            for (int k = 0; k < D; k++) {
                sum += x[i / E * D + k] * W[k * E + i % E];
            }
            y[i] = sum;
        }
        return y;
    }

    /** The activation of each element. */
    public static double[] activate(Activation activation, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double u = Math.sqrt(2 / Math.PI) * (x[i] + 0.044715 * x[i] * x[i] * x[i]);
            y[i] = switch (activation) {
                case IDENTITY -> x[i];
                case RELU -> Math.max(x[i], 0);
                case GELU -> 0.5 * x[i] * (1 + Math.tanh(u));
                case TANH -> Math.tanh(x[i]);
                case SIGMOID -> sigmoid(x[i]);
            };
        }
        return y;
    }

    /** Layer normalisation (Ba et al., eq 4) with ε = 1e-5; rows are as long as the gain. */
    public static double[] layerNorm(double[] x, double[] gain, double[] bias) {
        int H = gain.length;
        double[] y = new double[x.length];
        for (int at = 0; at < x.length; at += H) {
            double mean = 0;
            for (int i = 0; i < H; i++) {
                mean += x[at + i] / H;
            }
            double variance = 0;
            for (int i = 0; i < H; i++) {
                variance += (x[at + i] - mean) * (x[at + i] - mean) / H;
            }
            for (int i = 0; i < H; i++) {
                y[at + i] = gain[i] * (x[at + i] - mean) / Math.sqrt(variance + 1e-5) + bias[i];
            }
        }
        return y;
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
