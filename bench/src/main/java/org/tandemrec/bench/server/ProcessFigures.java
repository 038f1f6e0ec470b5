package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the system tells of a process while it lives. */
record ProcessFigures(ProcessHandle process) {
    private static final long KIB = 1024;

    /** This process. */
    static ProcessFigures ofThisJvm() {
        return new ProcessFigures(ProcessHandle.current());
    }

    /** The processor time that it has used so far. */
    Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new CaseException("this system does not tell the processor time of processes"));
    }

    /** The memory that is resident right now, in bytes. */
    long residentBytes() {
        return status("VmRSS:");
    }

    /** The most memory that was resident at any time, in bytes. */
    long peakBytes() {
        return status("VmHWM:");
    }

    private long status(String name) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(file)) {
            throw new CaseException(
                    "the memory of a process is read from " + file + ", which is not there; run on Linux");
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst()
                    .orElseThrow(() -> new CaseException(file + " has no " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
