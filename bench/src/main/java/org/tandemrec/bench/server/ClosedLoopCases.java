package org.tandemrec.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tandemrec.bench.load.CallSource;
import org.tandemrec.bench.load.LoadResult;

/** Cases that ask as fast as they get answers: {@code closed}, {@code constant}. */
final class ClosedLoopCases {
    private ClosedLoopCases() {}

    /** Lists of users in the cache, in turns. */
    static void closed(Stage stage) {
        Path work = stage.prepared().work("closed");
        Traffic traffic = stage.traffic();
        try (JavaProcess server = stage.serve(work, stage.copyOfStore(work))) {
            server.awaitReady(Stage.READY);
            stage.warmUp(server, traffic);
            turn(stage, server, traffic::warm);
            List<Double> rates = new ArrayList<>();
            for (int run = 0; run < stage.options().runs(); run++) {
                LoadResult result = stage.measured(server, () -> turn(stage, server, traffic::warm));
                stage.findings()
                        .latency(
                                "lists",
                                "list",
                                result.kinds().get(Traffic.LIST).succeeded());
                rates.add(rate(stage, result));
            }
            stage.findings().line("lists/s", "%s", spread(rates));
            stage.findings().put("listsPerSecond", median(rates));
            stage.findings().claim(traffic.wrong() == 0, "every list was one", traffic.wrong() + " were none");
            server.stop();
        }
    }

    /** In turns with a server that does nothing. */
    static void constant(Stage stage) {
        Path work = stage.prepared().work("constant");
        Traffic traffic = stage.traffic();
        try (JavaProcess server = stage.serve(work, stage.copyOfStore(work))) {
            server.awaitReady(Stage.READY);
            stage.warmUp(server, traffic);
            int size = ConstantServer.size(server, traffic);
            try (JavaProcess idle = ConstantServer.start(stage, work, size)) {
                idle.awaitReady(ConstantServer.TARGET);
                turns(stage, server, idle, traffic, size);
            }
            server.stop();
        }
    }

    private static void turns(Stage stage, JavaProcess server, JavaProcess idle, Traffic traffic, int size) {
        turn(stage, server, traffic::warm);
        turn(stage, idle, ConstantServer.CALLS);
        List<Double> lists = new ArrayList<>();
        List<Double> constants = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int run = 0; run < stage.options().runs(); run++) {
            lists.add(rate(stage, turn(stage, server, traffic::warm)));
            constants.add(rate(stage, turn(stage, idle, ConstantServer.CALLS)));
            shares.add(lists.getLast() / constants.getLast());
        }
        stage.findings().line("lists/s", "%s", spread(lists));
        stage.findings().line("constants/s", "%s of %,d bytes", spread(constants), size);
        stage.findings().line("share", "%.2f (%.2f … %.2f)", median(shares), min(shares), max(shares));
        stage.findings().put("listsPerSecond", median(lists));
        stage.findings().put("constantsPerSecond", median(constants));
        stage.findings().put("share", median(shares));
    }

    private static LoadResult turn(Stage stage, JavaProcess server, CallSource source) {
        return stage.generator(server).closed(stage.options().seconds(), Long.MAX_VALUE, Traffic.KINDS, source);
    }

    private static double rate(Stage stage, LoadResult result) {
        stage.findings()
                .claim(
                        result.errors() + result.refused() == 0,
                        String.format(
                                Locale.ROOT, "all of a turn's requests were answered, %,.0f/s", result.perSecond()),
                        result.refused() + " were refused and " + result.errors() + " failed: " + result.failures());
        return result.perSecond();
    }

    private static String spread(List<Double> rates) {
        return String.format(Locale.ROOT, "%,.0f (%,.0f … %,.0f)", median(rates), min(rates), max(rates));
    }

    private static double min(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** The middle one, of two middle ones their mean. */
    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
