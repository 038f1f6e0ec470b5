package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tandemrec.app.report.Growth;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.app.report.RunStages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tandem bench growth}: how the time and the memory of a reproduction grow with its data. */
@Command(
        name = "growth",
        sortOptions = false,
        description = {
            "Compare what the stages of several reproductions took.",
            "Prints a table in Markdown, and writes growth-time and growth-memory as .svg and .png, both over the number of interactions, "
                    + "on logarithmic axes."
        },
        footer = {
            "",
            "Example:",
            "  tandem reproduce --data netflix-1 --preset netflix --out run-1",
            "  tandem reproduce --data netflix-10 --preset netflix --out run-10",
            "  tandem bench growth run-1 run-10 --out growth"
        })
public final class GrowthCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            arity = "2..*",
            description = "Folders of runs of tandem reproduce, each with its stages.json.")
    private List<Path> runs = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder of the figures. Default: the current one.")
    private Path out = Path.of(".");

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws IOException {
        List<RunStages> read = new ArrayList<>();
        for (Path run : runs) {
            read.add(RunStages.read(run.resolve(RunStages.FILE)));
        }
        Growth growth = Growth.of(read);
        Files.createDirectories(out);
        List<Path> written = growth.write(out);
        if (common.json()) {
            common.printJson(read);
        } else {
            common.print(growth.table());
        }
        written.forEach(file -> common.remark("Wrote " + file));
        ReportFiles.remark().ifPresent(common::remark);
        return 0;
    }
}
