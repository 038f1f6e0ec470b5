package org.tandemrec.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tandemrec.base.Check;
import org.tandemrec.base.Description;

/**
 * All settings of a server. Options, environment variables, keys of a file, help and docs derive from the components.
 *
 * <p>An empty text stands for nothing. Files and folders are relative to the working folder.
 *
 * @see ServerSettings
 */
public record ServerConfig(
        @Description("folder of the bundle to serve at first; empty for the newest bundle in the folder of bundles")
        String bundle,

        @Description("folder that bundles are swapped in from and trained into; empty for the folder that the bundle lies in")
        String bundles,

        @Description("folder of the embedded event store") String state,

        @Description("JDBC URL of a PostgreSQL database to keep the events in, instead of the embedded store")
        String db,

        @Description("address to listen on; any other than a loopback address needs a key")
        String host,

        @Description("port to listen on; 0 for any that is free")
        int port,

        @Description("file with the keys that clients must send one of as X-API-Key, one a line; empty for none")
        String apiKeyFile,

        @Description("file with the keys for swapping and training, one a line; empty to allow both to this machine alone")
        String adminKeyFile,

        @Description("PKCS 12 file with the certificate and its private key, to serve HTTPS; empty for HTTP")
        String tlsKeystore,

        @Description("file with the password of that file")
        String tlsPasswordFile,

        @Description("what fills an empty event store: bundle (the histories in the bundle), none, or a file or folder of ratings")
        String importFrom,

        @Description("feedback types, with commas between them, that keep items out of lists but are not learned from")
        String readTypes,

        @Description("feedback types, with commas between them, whose items stay in lists")
        String keepTypes,

        @Description("users that must have taken an item unknown to the model before it is recommended")
        int newItemUsers,

        @Description("how much unlikeness counts among the first 100 items of a list: 0 for not at all, below 1")
        double diversity,

        @Description("memory for what is known of users right now, in MB")
        int cacheMegabytes,

        @Description("how often to train anew from the event store, such as 6h, 30m or 1d; never")
        String retrainEvery,

        @Description("heap of the process that trains, in MB") int trainHeapMegabytes,

        @Description("trained bundles that are kept; older ones are deleted; 0 keeps all")
        int keepBundles,

        @Description("requests a second that each key may send, or all clients together without keys; 0 for any number")
        int rateLimit,

        @Description("connections at once; more of them wait")
        int mostConnections,

        @Description("requests in work at once; more of them are told to try again")
        int mostRequests,

        @Description("seconds that requests under way have to finish when the server stops")
        int shutdownSeconds,

        @Description("log a JSON object a line instead of text")
        boolean jsonLogs) {
    /** The settings without any option, environment variable or file. */
    public static final ServerConfig DEFAULT = new ServerConfig(
            "",
            "",
            "tandem-state",
            "",
            "127.0.0.1",
            8087,
            "",
            "",
            "",
            "",
            ServerConfig.IMPORT_BUNDLE,
            "read",
            "",
            5,
            0,
            256,
            ServerConfig.NEVER,
            2048,
            3,
            0,
            1024,
            256,
            30,
            false);

    /** {@link #importFrom} for the histories in the bundle. */
    public static final String IMPORT_BUNDLE = "bundle";

    /** {@link #importFrom} for an empty store. */
    public static final String IMPORT_NONE = "none";

    /** {@link #retrainEvery} for never. */
    public static final String NEVER = "never";

    private static final Pattern INTERVAL = Pattern.compile("([1-9][0-9]{0,5})([mhd])");

    /**
     * Checks each setting by itself.
     *
     * @throws IllegalArgumentException if one breaks its rule
     */
    public ServerConfig {
        Check.argument(port >= 0 && port <= 65535, "port must be in 0 … 65535, but was %d", port);
        Check.argument(!host.isBlank(), "host must be an address, such as 127.0.0.1 or 0.0.0.0, but was blank");
        Check.argument(
                db.isEmpty() || db.startsWith("jdbc:postgresql:"),
                "db must be a URL that begins with jdbc:postgresql:, but was another text; leave it out for the embedded store");
        Check.argument(!state.isBlank(), "state must be a folder, but was blank");
        Check.argument(newItemUsers >= 1, "newItemUsers must be at least 1, but was %d", newItemUsers);
        Check.argument(
                diversity >= 0 && diversity < 1, "diversity must be at least 0 and below 1, but was %s", diversity);
        Check.argument(cacheMegabytes >= 1, "cacheMegabytes must be at least 1, but was %d", cacheMegabytes);
        Check.argument(
                trainHeapMegabytes >= 64, "trainHeapMegabytes must be at least 64, but was %d", trainHeapMegabytes);
        Check.argument(keepBundles >= 0, "keepBundles must be at least 0, but was %d", keepBundles);
        Check.argument(rateLimit >= 0, "rateLimit must be at least 0, but was %d", rateLimit);
        Check.argument(mostConnections >= 1, "mostConnections must be at least 1, but was %d", mostConnections);
        Check.argument(mostRequests >= 1, "mostRequests must be at least 1, but was %d", mostRequests);
        Check.argument(
                shutdownSeconds >= 0 && shutdownSeconds <= 3600,
                "shutdownSeconds must be in 0 … 3600, but was %d",
                shutdownSeconds);
        Check.argument(
                retrainEvery.equals(NEVER) || INTERVAL.matcher(retrainEvery).matches(),
                "retrainEvery must be never, or a number and m, h or d, such as 6h, but was \"%s\"",
                retrainEvery);
    }

    /** How long after a training the next one starts; empty for never. */
    public Optional<Duration> retrainInterval() {
        Matcher interval = INTERVAL.matcher(retrainEvery);
        if (!interval.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(interval.group(1));
        return Optional.of(
                switch (interval.group(2)) {
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /** {@link #readTypes} one by one. */
    public Set<String> readTypeSet() {
        return split(readTypes);
    }

    /** {@link #keepTypes} one by one. */
    public Set<String> keepTypeSet() {
        return split(keepTypes);
    }

    /** The folder of bundles, the one around the bundle where none is named. */
    public Path bundlesFolder() {
        if (!bundles.isEmpty()) {
            return Path.of(bundles);
        }
        Path around = Path.of(bundle).toAbsolutePath().normalize().getParent();
        return around == null ? Path.of("/") : around;
    }

    private static Set<String> split(String types) {
        return Arrays.stream(types.split(",", -1))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
