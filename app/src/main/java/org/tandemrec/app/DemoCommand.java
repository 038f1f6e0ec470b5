package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.DataException;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.GeneratedDataset;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.MovieLensWriter;
import org.tandemrec.eval.Protocol;
import org.tandemrec.model.ralst.RaLstModel;
import org.tandemrec.server.Server;
import org.tandemrec.server.ServerConfig;
import org.tandemrec.server.ServerSettings;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tandem demo}: the whole of Tandem on invented data, in about a minute. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "Generate ratings in which long-term tastes and short-term interests are planted, train LFM, GRU4Rec and RA_LST on them, "
                    + "compare the three by the paper's protocol, and write a report and a bundle to try."
        })
final class DemoCommand implements Callable<Integer> {
    /* Small enough for a minute on two processors; chosen on the validation part of generated data. */
    private static final String CONFIG = """
            {
              "longTerm": {"kind": "lfm", "config": {"epochs": 10, "learningRate": 0.05, "regularization": 0.02}},
              "shortTerm": {"kind": "gru4rec", "config":
                {"hiddenSize": 64, "epochs": 10, "batchSize": 64, "learningRate": 0.003}}
            }
            """;

    @Option(
            names = "--out",
            paramLabel = "OUT",
            defaultValue = "tandem-demo",
            description = "Folder of the data, the report and the bundle. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("tandem-demo");

    @Option(names = "--serve", description = "Then serve the bundle over HTTP, until the process is stopped.")
    private boolean serve;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "With --serve: the port. Default: that of tandem serve, 8087.")
    private @Nullable Integer port;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port != null && !serve) {
            throw common.wrongUsage("--port is for --serve");
        }
        requireOwn(out);
        GeneratedDataset generated = Generator.generate(GeneratorConfig.DEFAULT, new Seed(compute.seed()));
        Path data = data(out);
        MovieLensWriter.write(generated, data);
        Dataset dataset = generated.dataset().named("generated data");
        common.remark("Generated " + dataset.interactions().size() + " ratings into " + data);
        try (Parallel parallel = compute.parallel()) {
            Protocol protocol = Protocol.paper(compute.seed());
            new Reproduction(dataset, SplitRule.PAPER, config(), out, protocol, new StageLog(), common)
                    .run("RA_LST on generated data", common.commandLine(), false, parallel);
        }
        Path bundle = Reproduction.bundle(out);
        String user = dataset.users().id(0);
        common.print("");
        common.print("Open " + out.resolve("report.html") + " in a browser. Try next:");
        common.print("  ./tandem recommend --bundle " + bundle + " --user " + user);
        common.print("  ./tandem similar --bundle " + bundle + " --item "
                + dataset.items().id(0));
        common.print("  ./tandem evaluate --bundle " + bundle + " --data " + data);
        common.print("  ./tandem inspect " + data);
        common.print("  ./tandem reproduce --data YOUR-RATINGS --out out");
        if (serve) {
            Serving.run(server(), common, started -> tell(started, user, dataset));
        } else {
            common.print("  ./tandem serve --bundle " + bundle);
        }
        return 0;
    }

    /** The settings of the demo's server: each seed has other users, and so a state of its own. */
    private ServerConfig server() {
        Map<String, String> options = new HashMap<>();
        options.put("bundle", Reproduction.bundle(out).toString());
        options.put("state", out.resolve("state-" + compute.seed()).toString());
        if (port != null) {
            options.put("port", port.toString());
        }
        return ServerSettings.resolve(options, System.getenv());
    }

    private void tell(Server.Started started, String user, Dataset dataset) {
        String api = started.url() + "/api";
        String event = "[{\"FeedbackType\":\"click\",\"UserId\":\"" + user + "\",\"ItemId\":\""
                + dataset.items().id(0) + "\"}]";
        common.print("");
        common.print("Open " + started.url() + "/ in a browser, or watch a list change with an event:");
        common.print("  curl '" + api + "/recommend/" + user + "?n=5'");
        common.print("  curl -H 'Content-Type: application/json' -d '" + event + "' " + api + "/feedback");
        common.print("  curl '" + api + "/recommend/" + user + "?n=5'");
        common.print("Ctrl-C stops the server.");
    }

    /** The folder of the generated ratings in a folder of the demo. */
    static Path data(Path out) {
        return out.resolve("data");
    }

    /** The settings of the demo's models, complete. */
    static ObjectNode config() {
        return ModelCatalog.standard()
                .resolve(RaLstModel.KIND, JsonMapper.shared().readTree(CONFIG));
    }

    /**
     * Makes sure that the demo overwrites nothing but an earlier demo.
     *
     * @throws IllegalArgumentException if the folder is a file or holds something, but not the demo's data
     * @throws DataException if the data in it was not written by Tandem
     * @throws BundleException if what is in the bundle's place is no bundle
     */
    static void requireOwn(Path out) throws IOException {
        Reproduction.requireWritable(out);
        MovieLensWriter.requireReplaceable(data(out));
        if (!Files.exists(out) || MovieLensWriter.wrote(data(out))) {
            return;
        }
        try (Stream<Path> entries = Files.list(out)) {
            Check.argument(
                    entries.allMatch(data(out)::equals), // the data alone was not complete
                    "%s: must be new, empty, or the folder of an earlier demo, but holds other files; choose another --out",
                    out);
        }
    }
}
