package org.tandemrec.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import picocli.CommandLine.IVersionProvider;

/** The version that was built. */
public final class Version implements IVersionProvider {
    /** Returns it, for example {@code 0.1.0}. */
    public static String tandem() {
        try (InputStream text = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where a bundle is made: here and now. */
    static Manifest.Provenance provenance() {
        return Manifest.Provenance.ofThisJvm(
                tandem(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Kernels.best().name(),
                Gemm.best().name());
    }

    @Override
    public String[] getVersion() {
        return new String[] {"tandem " + tandem() + " (Java " + Runtime.version() + ")"};
    }
}
