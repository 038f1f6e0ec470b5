package org.tandemrec.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tandemrec.data.DataSummary;
import org.tandemrec.data.ReadReport;
import org.tandemrec.data.ReadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem inspect}: shows what a data set is like. */
@Command(
        name = "inspect",
        sortOptions = false,
        description = "Show counts, times, density, lengths of sequences, ties and repeats of a data set.")
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private DataOptions data = new DataOptions();

    @Override
    public Integer call() {
        ReadResult result = data.read(common);
        DataSummary summary = DataSummary.of(result.dataset());
        if (common.json()) {
            common.printJson(document(summary, result.report()));
        } else {
            common.print(SummaryTable.of(summary, result.report()).stripTrailing());
        }
        return 0;
    }

    private static Map<String, Object> document(DataSummary summary, ReadReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", report.source());
        document.put("summary", summary);
        document.put("badLines", report.badLines());
        document.put("firstBadLines", report.firstBadLines());
        document.put("notes", report.notes());
        return document;
    }
}
