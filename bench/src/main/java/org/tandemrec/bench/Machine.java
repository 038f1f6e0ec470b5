package org.tandemrec.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;

/** What a figure was measured on. */
final class Machine {
    private Machine() {}

    /** The processor's model, or the architecture where the system does not say. */
    static String processor() {
        return field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch", "unknown processor"))
                + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    }

    /** The JVM with the flags that bear on speed. */
    static String jvm() {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        List<String> flags = runtime.getInputArguments().stream()
                .filter(flag -> flag.startsWith("-X")
                        || flag.startsWith("-Dtandem.blas")
                        || flag.startsWith("-Dtandem.kernels"))
                .toList();
        return runtime.getVmName() + " " + runtime.getVmVersion() + " " + String.join(" ", flags);
    }

    /** What computes. */
    static String arithmetic() {
        return "products " + Gemm.best().name() + ", kernels " + Kernels.best().name();
    }

    /** The text after {@code name:} in the first line of a file that starts so; nothing where there is no such file or line. */
    private static Optional<String> field(Path file, String name) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // only said for the reader's information
        }
    }
}
