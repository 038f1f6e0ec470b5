package org.tandemrec.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The choice among the implementations by what this JVM offers and what system properties force. */
final class Backends {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final AtomicBoolean SCALAR_LOGGED = new AtomicBoolean();
    private static final AtomicBoolean PLAIN_LOGGED = new AtomicBoolean();

    private Backends() {}

    static Kernels kernels() {
        return kernels(System.getProperty("tandem.kernels"));
    }

    static Kernels kernels(@Nullable String forced) {
        boolean vectors = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
        return switch (forced) {
            case null -> vectors ? new VectorKernels() : scalars();
            case "scalar" -> new ScalarKernels();
            case "vector" -> {
                if (!vectors) {
                    throw new IllegalStateException("tandem.kernels=vector needs the Vector API;"
                            + " start the JVM with --add-modules jdk.incubator.vector");
                }
                yield new VectorKernels();
            }
            default ->
                throw new IllegalStateException("tandem.kernels must be scalar or vector, but was \"" + forced + "\"");
        };
    }

    static UpdateKernels updateKernels() {
        return switch (kernels()) {
            case ScalarKernels scalar -> new ScalarUpdateKernels();
            case VectorKernels vector -> new VectorUpdateKernels();
        };
    }

    private static Kernels scalars() {
        if (SCALAR_LOGGED.compareAndSet(false, true)) {
            LOG.info("The Vector API is not there, so arithmetic runs on scalars, several times slower;"
                    + " start the JVM with --add-modules jdk.incubator.vector");
        }
        return new ScalarKernels();
    }

    static LossKernels lossKernels() {
        return switch (kernels()) {
            case ScalarKernels scalar -> new ScalarLossKernels();
            case VectorKernels vector -> new VectorLossKernels();
        };
    }

    static FactorKernels factorKernels() {
        return switch (kernels()) {
            case ScalarKernels scalar -> new ScalarFactorKernels();
            case VectorKernels vector -> new VectorFactorKernels();
        };
    }

    static GateKernels gateKernels() {
        return switch (kernels()) {
            case ScalarKernels scalar -> new ScalarGateKernels();
            case VectorKernels vector -> new VectorGateKernels();
        };
    }

    static LayerKernels layerKernels() {
        return switch (kernels()) {
            case ScalarKernels scalar -> new ScalarLayerKernels();
            case VectorKernels vector -> new VectorLayerKernels();
        };
    }

    static SymmetricKernels symmetricKernels() {
        return switch (kernels()) {
            case ScalarKernels scalar -> new ScalarSymmetricKernels();
            case VectorKernels vector -> new VectorSymmetricKernels();
        };
    }

    static Gemm gemm() {
        return gemm(System.getProperty("tandem.blas"));
    }

    static Gemm gemm(@Nullable String forced) {
        return switch (forced) {
            case null ->
                switch (OpenBlasLibrary.outcome()) {
                    case OpenBlasLibrary.Loaded loaded -> new OpenBlas();
                    case OpenBlasLibrary.Missing missing -> plain(missing);
                };
            case "plain" -> new PlainGemm(kernels());
            case "openblas" ->
                switch (OpenBlasLibrary.outcome()) {
                    case OpenBlasLibrary.Loaded loaded -> new OpenBlas();
                    case OpenBlasLibrary.Missing missing ->
                        throw new IllegalStateException(
                                "tandem.blas=openblas, but OpenBLAS cannot be used: " + missing.reason());
                };
            default ->
                throw new IllegalStateException("tandem.blas must be openblas or plain, but was \"" + forced + "\"");
        };
    }

    private static Gemm plain(OpenBlasLibrary.Missing missing) {
        Gemm gemm = new PlainGemm(kernels());
        if (PLAIN_LOGGED.compareAndSet(false, true)) {
            LOG.info(
                    "OpenBLAS cannot be used: {}; matrix products run on {}, several times slower",
                    missing.reason(),
                    gemm.name());
        }
        return gemm;
    }
}
