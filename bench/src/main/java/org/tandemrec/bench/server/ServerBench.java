package org.tandemrec.bench.server;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs cases. */
public final class ServerBench {
    private ServerBench() {}

    /**
     * Runs a case to its end.
     *
     * @param folder where bundles and stores are prepared and kept
     * @param seed of all that is invented or drawn
     * @param findings what it finds
     * @param remark is told what goes on
     * @throws CaseException if it cannot run here, or the server does not work at all
     */
    public static void run(
            ServerCase which,
            Path folder,
            Shape shape,
            CaseOptions options,
            long seed,
            Findings findings,
            Consumer<String> remark) {
        Prepared prepared = Prepared.in(folder, shape, seed, remark);
        Stage stage = new Stage(prepared, options, seed, findings, remark);
        findings.line(
                "server's JVM",
                "%s%s",
                String.join(" ", stage.serverFlags()),
                Stage.launcher() == null ? "" : ", started by the launcher");
        switch (which) {
            case MIX -> OpenLoopCases.mix(stage);
            case CLOSED -> ClosedLoopCases.closed(stage);
            case CONSTANT -> ClosedLoopCases.constant(stage);
            case EVENT_TO_LIST -> SingleClientCases.eventToList(stage);
            case COLD -> SingleClientCases.cold(stage);
            case START -> SingleClientCases.start(stage);
            case KILL -> KillCase.run(stage);
            case DATABASE_DOWN -> OutageCases.databaseDown(stage);
            case DISK_FULL -> OutageCases.diskFull(stage);
            case OVERLOAD -> OpenLoopCases.overload(stage);
            case FUZZ -> FuzzCase.run(stage);
            case SOAK -> OpenLoopCases.soak(stage);
        }
    }
}
