package org.tandemrec.bench.server;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;

/**
 * How a case runs.
 *
 * @param seconds how long a load lasts, or a fault
 * @param runs how many repetitions, turns or requests
 * @param warmUpSeconds how long the same load lasts before, uncounted
 * @param load what the load is made of
 * @param connections how many connections the generator keeps
 * @param serverFlags flags of the server's JVM; none for the heap that the launcher would give it
 * @param serveOptions further options of {@code tandem serve}
 * @param smallDisk a folder on a small file system of its own; null to mount one
 */
public record CaseOptions(
        double seconds,
        int runs,
        double warmUpSeconds,
        Load load,
        int connections,
        List<String> serverFlags,
        List<String> serveOptions,
        @Nullable Path smallDisk) {
    /**
     * What a load is made of.
     *
     * @param recommendations lists a second
     * @param events events a second
     * @param active users who make up most of it
     * @param coldShare the share of requests whose user is any user of the store instead
     */
    public record Load(double recommendations, double events, int active, double coldShare) {
        /** Checks every value. */
        public Load {
            Check.argument(
                    recommendations >= 0 && events >= 0 && recommendations + events > 0,
                    "recommendations (%s) and events (%s) a second must not be negative, nor both 0",
                    recommendations,
                    events);
            Check.argument(active >= 1, "active must be at least 1, but was %d", active);
            Check.argument(
                    coldShare >= 0 && coldShare <= 1, "cold-share must be between 0 and 1, but was %s", coldShare);
        }

        /** All requests a second. */
        double rate() {
            return recommendations + events;
        }
    }

    /** Checks every value. */
    public CaseOptions {
        Check.argument(
                seconds > 0 && seconds <= 86_400, "seconds must be more than 0 and at most 86400, but was %s", seconds);
        Check.argument(runs >= 1, "runs must be at least 1, but was %d", runs);
        Check.argument(
                warmUpSeconds >= 0 && warmUpSeconds <= 3600,
                "warm-up must be between 0 and 3600, but was %s",
                warmUpSeconds);
        Check.argument(
                connections >= 1 && connections <= 10_000,
                "connections must be between 1 and 10000, but was %d",
                connections);
        serverFlags = List.copyOf(serverFlags);
        serveOptions = List.copyOf(serveOptions);
    }
}
