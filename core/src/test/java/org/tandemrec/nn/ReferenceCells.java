package org.tandemrec.nn;

/** One lane's step of every cell in double precision, written from the papers alone. */
public final class ReferenceCells {
    private ReferenceCells() {}

    /**
     * The new state of a cell: h, or h | c of an LSTM.
     *
     * @param Wx D × gates, the gates' blocks of H side by side
     * @param Wh the same, H × gates
     * @param bias by column, zeros for none
     */
    public static double[] next(Cell.Kind kind, double[] x, double[] state, double[] Wx, double[] Wh, double[] bias) {
        return switch (kind) {
            case GRU -> ReferenceLayers.gru(x, state, Wx, Wh, bias);
            case GRU_RESET_AFTER -> resetAfter(x, state, Wx, Wh, bias);
            case LSTM -> lstm(x, state, Wx, Wh, bias);
            case RNN -> rnn(x, state, Wx, Wh, bias);
        };
    }

    private static double[] resetAfter(double[] x, double[] h, double[] Wx, double[] Wh, double[] bias) {
        int H = h.length;
        double[] next = new double[H];
        for (int j = 0; j < H; j++) {
            double r = sigmoid(bias[j] + product(x, Wx, 3 * H, j) + product(h, Wh, 3 * H, j));
            double z = sigmoid(bias[H + j] + product(x, Wx, 3 * H, H + j) + product(h, Wh, 3 * H, H + j));
            double c = Math.tanh(
                    bias[2 * H + j] + product(x, Wx, 3 * H, 2 * H + j) + r * product(h, Wh, 3 * H, 2 * H + j));
            next[j] = (1 - z) * h[j] + z * c;
        }
        return next;
    }

    private static double[] lstm(double[] x, double[] state, double[] Wx, double[] Wh, double[] bias) {
        int H = state.length / 2;
        double[] gates = new double[4 * H];
        for (int column = 0; column < 4 * H; column++) {
            double sum = bias[column] + product(x, Wx, 4 * H, column);
            for (int k = 0; k < H; k++) {
                sum += state[k] * Wh[k * 4 * H + column];
            }
            gates[column] = column < 3 * H ? sigmoid(sum) : Math.tanh(sum);
        }
        double[] next = new double[2 * H];
        for (int j = 0; j < H; j++) {
            double input = gates[j];
            double forget = gates[H + j];
            double output = gates[2 * H + j];
            next[H + j] = forget * state[H + j] + input * gates[3 * H + j];
            next[j] = output * Math.tanh(next[H + j]);
        }
        return next;
    }

    private static double[] rnn(double[] x, double[] h, double[] Wx, double[] Wh, double[] bias) {
        double[] next = new double[h.length];
        for (int j = 0; j < h.length; j++) {
            next[j] = Math.tanh(bias[j] + product(x, Wx, h.length, j) + product(h, Wh, h.length, j));
        }
        return next;
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
