package org.tandemrec.app;

import java.nio.file.Path;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.catalog.ModelCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which bundle a command uses. A command has it as a field {@code @Mixin BundleOptions bundle}. */
@Command
final class BundleOptions {
    @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "Folder that tandem train wrote.")
    private Path path = Path.of("");

    /** Where the bundle lies. */
    Path path() {
        return path;
    }

    /**
     * Reads it.
     *
     * @throws BundleException if it is missing, damaged or of a newer format
     */
    Bundle read() {
        return BundleReader.read(path, ModelCatalog.standard());
    }
}
