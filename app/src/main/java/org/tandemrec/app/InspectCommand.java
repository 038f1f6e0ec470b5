package org.tandemrec.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tandemrec.data.DataSummary;
import org.tandemrec.data.ReadReport;
import org.tandemrec.data.ReadResult;
import org.tandemrec.model.ProgressListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows what a data set is like. */
@Command(
        name = "inspect",
        description = "Shows counts, times, density, lengths of sequences, ties and repeats of a data set.")
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        ReadResult result = data.read(ProgressListener.NONE);
        DataSummary summary = DataSummary.of(result.dataset());
        if (json) {
            System.out.println(document(summary, result.report()));
        } else {
            System.out.print(SummaryTable.of(summary, result.report()));
        }
        return 0;
    }

    private static String document(DataSummary summary, ReadReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", report.file().toString());
        document.put("summary", summary);
        document.put("badLines", report.badLines());
        document.put("firstBadLines", report.firstBadLines());
        document.put("notes", report.notes());
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document);
    }
}
