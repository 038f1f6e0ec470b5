package org.tandemrec.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.CommonOptions;
import org.tandemrec.bench.server.CaseOptions;
import org.tandemrec.bench.server.Findings;
import org.tandemrec.bench.server.ServerBench;
import org.tandemrec.bench.server.ServerCase;
import org.tandemrec.bench.server.Shape;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code tandem bench server}: load and faults on {@code tandem serve}, which runs in a process of its own, over real sockets.
 *
 * <p>Exit status as that of {@code tandem}: 0 fine, 1 failed or a claim that the case tests does not hold, 2 wrong usage.
 *
 * <pre>
 * ./tandem bench server --case mix
 * ./tandem bench server --case kill --runs 5
 * </pre>
 */
@Command(
        name = "server",
        sortOptions = false,
        description = {
            "Measure the server under load, or break what it stands on and see what becomes of it.",
            "Invents a bundle and an event store once, in --folder, and works on a copy of the store. Latencies of open loops count "
                    + "from when a request was due. Fault cases read back what they wrote and fail if anything is missing."
        })
final class ServerCommand implements Callable<Integer> {
    @Option(
            names = "--case",
            required = true,
            paramLabel = "CASE",
            converter = Converter.class,
            description = {
                "mix: an open loop of --recommendations lists and --events-per-second events a second;",
                "closed: as many lists of users in the cache as the server gives, in --runs turns;",
                "constant: the same in turns with a constant of the same size from the same HTTP server;",
                "event-to-list: one client that sends an event and asks for the list that it changes, --runs times;",
                "cold: lists of --runs users who are not in the cache, one after another;",
                "start: starts until the server is ready;",
                "kill: --runs times kill -9 under load within --seconds, and a restart; reads every event back;",
                "database-down: PostgreSQL is stopped for --seconds under load, then started again;",
                "disk-full: the disk of the embedded store is full for --seconds under load, then has room again;",
                "overload: an open loop of three times as many requests as a closed loop gets answered;",
                "fuzz: --runs malformed, absurd and hostile requests, some of them sent slowly;",
                "soak: the load of mix for a long time; is memory flat?"
            })
    private ServerCase which = ServerCase.MIX;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long a load or a turn lasts, or a fault. Default: the case's.")
    private @Nullable Double seconds;

    @Option(names = "--runs", paramLabel = "N", description = "Repetitions, turns or requests. Default: the case's.")
    private @Nullable Integer runs;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "30",
            description = "Seconds of the load before, which do not count, after one list for each active user. "
                    + "Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhat is served:%n")
    private Served served = new Served();

    @ArgGroup(exclusive = false, validate = false, heading = "%nThe load:%n")
    private Load load = new Load();

    @Mixin
    private CommonOptions common;

    /** The options of what is served. */
    static final class Served {
        @Option(
                names = "--users",
                paramLabel = "N",
                description =
                        "Users, all known to the model. Default: 200000; 2000 for database-down, disk-full and fuzz.")
        private @Nullable Integer users;

        @Option(
                names = "--events",
                paramLabel = "N",
                defaultValue = "50",
                description = "Events of each user. Default: ${DEFAULT-VALUE}.")
        private int events = Shape.FULL.events();

        @Option(names = "--items", paramLabel = "N", defaultValue = "17770", description = "Default: ${DEFAULT-VALUE}.")
        private int items = Shape.FULL.items();

        @Option(
                names = "--hidden-size",
                paramLabel = "N",
                defaultValue = "128",
                description = "Units of the short-term part. Default: ${DEFAULT-VALUE}.")
        private int hiddenSize = Shape.FULL.hiddenSize();

        @Option(
                names = "--factors",
                paramLabel = "N",
                defaultValue = "64",
                description = "Factors of the long-term part. Default: ${DEFAULT-VALUE}.")
        private int factors = Shape.FULL.factors();

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "42",
                description = "Start of all random decisions. Default: ${DEFAULT-VALUE}.")
        private long seed = 42;

        @Option(
                names = "--folder",
                paramLabel = "DIR",
                defaultValue = "target/bench-server",
                description =
                        "Where bundles and stores are made and kept; on the disk to be measured. Default: ${DEFAULT-VALUE}.")
        private Path folder = Path.of("target", "bench-server");

        @Option(
                names = "--small-disk",
                paramLabel = "DIR",
                description = "disk-full: a folder on a file system of its own of at most 2 GB, which is filled up. "
                        + "Default: one in memory is mounted, which takes root.")
        private @Nullable Path smallDisk;

        @Option(
                names = "--java-option",
                paramLabel = "FLAG",
                description =
                        "A flag of the server's JVM, any number of times. Default: the heap that the launcher gives a server.")
        private List<String> javaOptions = new ArrayList<>();

        @Option(
                names = "--serve-option",
                paramLabel = "OPTION",
                description = "A further option of tandem serve, for example --serve-option=--diversity=0.2.")
        private List<String> serveOptions = new ArrayList<>();
    }

    /** The options of the load. */
    static final class Load {
        @Option(
                names = "--recommendations",
                paramLabel = "N",
                defaultValue = "1500",
                description = "Lists a second of an open loop. Default: ${DEFAULT-VALUE}.")
        private double recommendations = 1500;

        @Option(
                names = "--events-per-second",
                paramLabel = "N",
                defaultValue = "500",
                description = "Events a second of an open loop. Default: ${DEFAULT-VALUE}.")
        private double events = 500;

        @Option(
                names = "--active",
                paramLabel = "N",
                defaultValue = "5000",
                description = "Users who make up most of the load. Default: ${DEFAULT-VALUE}.")
        private int active = 5000;

        @Option(
                names = "--cold-share",
                paramLabel = "X",
                defaultValue = "0.02",
                description = "Share of requests by any user of the store instead. Default: ${DEFAULT-VALUE}.")
        private double coldShare = 0.02;

        @Option(
                names = "--connections",
                paramLabel = "N",
                defaultValue = "64",
                description = "Connections of the generator. Default: ${DEFAULT-VALUE}.")
        private int connections = 64;
    }

    @Override
    public Integer call() {
        Shape shape;
        CaseOptions options;
        try {
            Integer users = served.users;
            shape = new Shape(
                    users == null ? which.users() : users,
                    served.events,
                    served.items,
                    served.hiddenSize,
                    served.factors);
            options = options();
        } catch (IllegalArgumentException e) {
            throw common.wrongUsage("--" + e.getMessage());
        }
        ReportLines lines = new ReportLines(common::print);
        lines.machine(common.commandLine(), Runtime.getRuntime().availableProcessors());
        lines.line(
                "served",
                ReportLines.format(
                        "%,d users of %,d events, %,d items, %d units, %d factors",
                        shape.users(), shape.events(), shape.items(), shape.hiddenSize(), shape.factors()));
        Findings findings = new Findings(lines::line);
        ServerBench.run(which, served.folder, shape, options, served.seed, findings, common::remark);
        if (common.json()) {
            ObjectNode figures = JsonNodeFactory.instance
                    .objectNode()
                    .put("case", Cases.label(which))
                    .put("holds", findings.allHold());
            figures.setAll(findings.json());
            common.printJsonLine(figures);
        }
        return findings.allHold() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private CaseOptions options() {
        Double time = seconds;
        Integer repetitions = runs;
        return new CaseOptions(
                time == null ? which.seconds() : time,
                repetitions == null ? which.runs() : repetitions,
                warmUp,
                new CaseOptions.Load(load.recommendations, load.events, load.active, load.coldShare),
                load.connections,
                served.javaOptions,
                served.serveOptions,
                served.smallDisk);
    }

    /** Reads the names of the command line. */
    static final class Converter implements ITypeConverter<ServerCase> {
        @Override
        public ServerCase convert(String name) {
            return Cases.parse(ServerCase.class, name);
        }
    }
}
