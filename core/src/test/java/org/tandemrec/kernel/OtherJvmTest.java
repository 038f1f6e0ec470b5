package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

/** What the kernels do in JVMs started otherwise than this one: interpreted, without modules, with properties set. */
final class OtherJvmTest {
    private static final List<String> MODULES =
            List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");

    @Test
    void interpretedGivesTheBitsOfCompiled() throws Exception {
        List<String> interpreted = run(MODULES, List.of("-Xint", "-Dtandem.blas=plain"), "1");
        List<String> compiled = run(MODULES, List.of("-Xbatch", "-Dtandem.blas=plain"), "6000");
        assertThat(compiled).hasSize(1).first().asString().startsWith("vector-");
        assertThat(interpreted).isEqualTo(compiled);
    }

    @Test
    void worksWithoutVectorModuleAndNativeLibrary() throws Exception {
        List<String> lines = run(List.of(), List.of("-Dtandem.blas=plain"), "1");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("scalar plain-scalar "))
                .hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("The Vector API is not there"))
                .hasSize(1)
                .first()
                .asString()
                .contains("--add-modules jdk.incubator.vector");
    }

    @Test
    void deniedNativeAccessFallsBackAndSaysWhy() throws Exception {
        List<String> options = List.of("--add-modules", "jdk.incubator.vector", "--illegal-native-access=deny");
        List<String> lines = run(options, List.of(), "1");
        assertThat(lines).filteredOn(line -> line.contains(" plain-vector-")).isNotEmpty();
        assertThat(lines)
                .filteredOn(line -> line.contains("OpenBLAS cannot be used: its library does not load"))
                .hasSize(1);
    }

    @Test
    void forcingWhatIsNotThereFails() throws Exception {
        List<String> vector = run(List.of(), List.of("-Dtandem.kernels=vector"), "1");
        assertThat(vector).anyMatch(line -> line.contains("IllegalStateException: tandem.kernels=vector needs"));
        List<String> blas = run(List.of("--illegal-native-access=deny"), List.of("-Dtandem.blas=openblas"), "1");
        assertThat(blas).anyMatch(line -> line.contains("IllegalStateException: tandem.blas=openblas, but OpenBLAS"));
    }

    private static List<String> run(List<String> options, List<String> more, String argument)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(options);
        command.addAll(more);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Fingerprint.class.getName(), argument));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getInputStream()) {
            String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output.lines()
                    .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                    .toList();
        }
    }

    /** Prints the chosen implementations and a hash of all they compute, after {@code args[0]} equal rounds. */
    static final class Fingerprint {
        private static final int SIZE = 75; // vectors and a tail

        private final Kernels kernels = Kernels.best();
        private final UpdateKernels updates = UpdateKernels.best();
        private final FactorKernels factors = FactorKernels.best();
        private final LossKernels losses = LossKernels.best();
        private final GateKernels gates = GateKernels.best();
        private final LayerKernels layers = LayerKernels.best();
        private final ParallelGemm gemm;
        private final float[] x = new float[SIZE];
        private final float[] y = new float[SIZE];
        private final float[] out = new float[12 * SIZE];
        private final double[] reductions = new double[6];

        private Fingerprint(Parallel parallel) {
            gemm = new ParallelGemm(Gemm.best(), parallel);
        }

        public static void main(String[] args) {
            try (Parallel parallel = Parallel.sequential()) {
                Fingerprint fingerprint = new Fingerprint(parallel);
                int hash = 0;
                for (int round = 0; round < Integer.parseInt(args[0]); round++) {
                    hash = fingerprint.round();
                }
                System.out.println(fingerprint.kernels.name() + " " + fingerprint.gemm.name() + " " + hash);
            }
        }

        private int round() {
            SplittableRandom random = new Seed(7).random();
            for (int i = 0; i < SIZE; i++) {
                x[i] = (float) random.nextGaussian() * 4;
                y[i] = (float) random.nextGaussian();
            }
            Arrays.fill(out, 0.5f);
            kernels.tanh(x, 0, out, 0, SIZE);
            kernels.sigmoid(x, 0, out, SIZE, SIZE);
            kernels.tanhBackward(out, 0, y, 0, out, 2 * SIZE, SIZE);
            kernels.sigmoidBackward(out, SIZE, y, 0, out, 3 * SIZE, SIZE);
            reductions[0] = kernels.expSum(x, 0, 0.3f, out, 8 * SIZE, SIZE);
            reductions[1] = kernels.dot(x, 0, y, 0, SIZE);
            reductions[2] = kernels.sum(x, 0, SIZE);
            reductions[3] = kernels.sumOfSquares(x, 0, 0.1f, SIZE);
            reductions[4] = kernels.max(x, 0, SIZE);
            reductions[5] = kernels.countAtLeast(x, 0, SIZE, 0.5f);
            kernels.axpy(0.3f, x, 0, out, 9 * SIZE, SIZE);
            factors.pointwise(x, 0, y, 0, SIZE, 0.07f, 0.999f, 0.05f, 0.99f);
            float[] moments = new float[SIZE];
            updates.adam(x, out, moments, 0, y, 0, SIZE, 0.9f, 0.1f, 0.9f, 0.99f, 1e-6f, 0.99f);
            updates.adagrad(x, moments, 0, y, 0, SIZE, 0.9f, 0.1f, 1e-6f);
            updates.adagradMomentum(x, moments, out, 0, y, 0, SIZE, 0.9f, 0.1f, 1e-6f, 0.4f);
            updates.momentum(x, out, 0, y, 0, SIZE, 0.1f, 0.4f);
            kernels.dropout(x, 0, x, 0, SIZE, 3, 0, 0.1f);
            kernels.multiply(x, 0, y, 0, out, 10 * SIZE, SIZE);
            kernels.scale(1.1f, y, 0, SIZE);
            gemm.multiply(false, true, 5, 15, 5, 1, x, 0, 5, y, 0, 5, 0, out, 11 * SIZE, 15);
            int hash = 31 * (31 * Arrays.hashCode(out) + Arrays.hashCode(x)) + Arrays.hashCode(reductions);
            return 31 * (31 * hash + losses(x, null)) + 31 * losses(x, moments) + gates() + 31 * layers();
        }

        private int layers() {
            float[] made = Arrays.copyOf(out, 7 * SIZE);
            layers.relu(y, 0, made, 0, SIZE);
            layers.reluBackward(made, 0, x, 0, made, SIZE, SIZE);
            layers.gelu(y, 0, made, 2 * SIZE, SIZE);
            layers.geluBackward(y, 0, x, 0, made, 3 * SIZE, SIZE);
            layers.normalize(y, 0, 0.1f, 1.3f, x, y, made, 4 * SIZE, SIZE);
            layers.normalizeBackward(y, 0, 0.1f, 1.3f, x, made, 0, made, 4 * SIZE, SIZE);
            layers.normalizeSums(y, 0, 0.1f, 1.3f, x, 0, made, 5 * SIZE, SIZE);
            layers.softmaxBackward(y, 0, made, 0, 0.2f, SIZE);
            return Arrays.hashCode(made);
        }

        private int losses(float[] scores, float @Nullable [] w) {
            float[] scratch = new float[2 * SIZE + LossKernels.SUMS];
            int sums = 2 * SIZE;
            float[] returned = new float[7];
            int hash = 0;
            for (int pass = 0; pass < returned.length; pass++) {
                float[] s = scores.clone();
                switch (pass) {
                    case 0 -> returned[pass] = losses.expSum(s, 0, 0.3f, w, 0, SIZE, scratch, sums);
                    case 1 ->
                        returned[pass] = losses.logistic(s, 0, 0.3f, 0.5f, 2, w, 0, SIZE, scratch, 0, scratch, sums);
                    case 2 -> returned[pass] = losses.top1(s, 0, 0.3f, 0.5f, 2, w, 0, SIZE, scratch, 0, scratch, sums);
                    case 3 -> {
                        returned[pass] = losses.top1Max(s, 0, 0.3f, 9, w, 0, SIZE, scratch, 0, SIZE, scratch, sums);
                        losses.top1MaxBackward(s, 0, 0.5f, 2, 0.6f, SIZE, scratch, 0, SIZE);
                    }
                    case 4 ->
                        returned[pass] = losses.bprMax(s, 0, 9, 0.5f, 1, w, 0, SIZE, scratch, 0, SIZE, scratch, sums);
                    case 5 ->
                        returned[pass] = losses.bprMaxBackward(
                                s, 0, 0.5f, 0.5f, 1, 2, 0.1f, 3, w, 0, SIZE, scratch, 0, SIZE, scratch, sums);
                    default -> {
                        losses.elu(0.5f, s, 0, SIZE);
                        returned[pass] = losses.max(s, 0, w, 0, SIZE);
                        losses.affine(0.3f, 0.1f, s, 0, w, 0, SIZE);
                    }
                }
                hash = 31 * hash + Arrays.hashCode(s);
            }
            return 31 * (31 * hash + Arrays.hashCode(scratch)) + Arrays.hashCode(returned);
        }

        private int gates() {
            int H = SIZE / 4;
            float[] g = Arrays.copyOf(out, 4 * H);
            float[] products = Arrays.copyOfRange(out, SIZE, SIZE + 4 * H);
            float[] h = Arrays.copyOf(y, SIZE);
            float[] next = new float[4 * H];
            gates.sigmoid(g, 0, x, 0, 2 * H);
            gates.sigmoid(g, 0, products, 0, x, 0, H);
            gates.tanh(g, 3 * H, x, 0, g, 3 * H, H);
            gates.gruState(g, 0, x, h, 0, next, 0, H);
            gates.gruStateBackward(g, 0, h, 0, next, 0, H);
            gates.gruResetBackward(g, 0, h, 0, x, 0, next, 0, H);
            gates.resetAfterState(g, 0, x, products, 0, h, 0, next, H, H);
            gates.resetAfterBackward(g, 0, products, 0, h, 0, next, H, H);
            gates.lstmState(g, 0, h, 0, next, 2 * H, next, 3 * H, h, H, H);
            gates.lstmBackward(g, 0, h, 0, next, 3 * H, next, 0, h, H, H);
            return 31 * (31 * (31 * Arrays.hashCode(g) + Arrays.hashCode(products)) + Arrays.hashCode(h))
                    + Arrays.hashCode(next);
        }
    }
}
