package org.tandemrec.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.tandemrec.server.EventExport;
import org.tandemrec.server.ServerConfig;
import org.tandemrec.server.ServerSettings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem export}: writes the events of a server as a file to train on. */
@Command(
        name = "export",
        sortOptions = false,
        description = {
            "Write the events of a server's store as CSV: user, item, rating, time (in milliseconds) and type.",
            "The server may run meanwhile."
        },
        footer = {
            "",
            "The login of a database comes from TANDEM_JDBC_USER and TANDEM_JDBC_PASSWORD.",
            "",
            "Examples:",
            "  tandem export --state tandem-state --out events.csv.gz",
            "  tandem train --model ra-lst --data events.csv.gz --out recommender"
        })
final class ExportCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Place place = new Place();

    @Option(
            names = "--except-types",
            paramLabel = "TYPE",
            split = ",",
            description = "Leave out events of these types, such as read.")
    private List<String> exceptTypes = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file; gzipped where its name ends in .gz. One that is there is replaced.")
    private Path out = Path.of("");

    @Mixin
    private CommonOptions common;

    /** Where the events are. */
    static final class Place {
        @Option(names = "--state", paramLabel = "DIR", description = "The folder of the embedded event store.")
        private String state = "";

        @Option(names = "--db", paramLabel = "URL", description = "The JDBC URL of the database, instead.")
        private String db = "";

        Map<String, String> options() {
            return db.isEmpty() ? Map.of("state", state) : Map.of("db", db);
        }
    }

    @Override
    public Integer call() {
        ServerConfig config = ServerSettings.resolve(place.options(), Map.of());
        long events = EventExport.write(config, System.getenv(), Set.copyOf(exceptTypes), out);
        common.print(String.format(Locale.ROOT, "Wrote %,d events to %s", events, out));
        if (common.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("events", events);
            document.put("file", out.toString());
            common.printJson(document);
        }
        return 0;
    }
}
