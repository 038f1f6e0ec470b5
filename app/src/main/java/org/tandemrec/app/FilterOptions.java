package org.tandemrec.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.bundle.TrainedOn;
import org.tandemrec.data.Dataset;
import org.tandemrec.split.Filters;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What of the data a command leaves out before it splits it: a picocli mixin. */
final class FilterOptions {
    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            converter = Converter.class,
            description =
                    "Leave rare users and items out of the data before it is split: k-core(5), min-length(5), or several with "
                            + "commas between them. Default: none; of a bundle that is evaluated, the one that it was trained with.")
    private @Nullable Filters filters;

    /** The filters, or none where none are asked for. */
    Filters chosen() {
        return filters == null ? Filters.NONE : filters;
    }

    /**
     * The filters that a bundle was trained with, which must be those asked for, if any are.
     *
     * @throws org.tandemrec.bundle.BundleException if they are not
     */
    Filters chosen(Manifest manifest) {
        if (filters != null) {
            TrainedOn.requireFilter(manifest, filters);
        }
        return TrainedOn.filters(manifest);
    }

    /** What filters kept of a data set, for people; empty without any. */
    static Optional<String> note(Filters filters, Dataset all, Dataset kept) {
        return filters.isNone()
                ? Optional.empty()
                : Optional.of(filters.described(all.interactions(), kept.interactions()));
    }

    /** Turns an option's text into filters. */
    static final class Converter implements ITypeConverter<Filters> {
        @Override
        public Filters convert(String value) {
            try {
                return Filters.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ", or none");
            }
        }
    }
}
