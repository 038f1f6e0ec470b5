package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.base.Parallel;

/** The events of matrix products in Flight Recorder. */
final class MatrixProductEventTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRecordingHoldsEveryProduct() throws IOException {
        List<RecordedEvent> events;
        try (Recording recording = new Recording();
                Parallel parallel = new Parallel(2)) {
            multiply(parallel, false, true, 1, 1, 1);
            recording.enable(MatrixProductEvent.NAME);
            recording.start();
            multiply(parallel, true, false, 300, 200, 7);
            multiply(parallel, false, true, 2, 3, 5);
            multiply(parallel, false, true, 0, 3, 5);
            recording.stop();
            Path file = folder.resolve("products.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        }
        assertThat(events)
                .extracting(
                        event -> event.getBoolean("transposeA"),
                        event -> event.getBoolean("transposeB"),
                        event -> event.getInt("m"),
                        event -> event.getInt("n"),
                        event -> event.getInt("k"),
                        event -> event.getInt("threads"))
                .containsExactlyInAnyOrder(tuple(true, false, 300, 200, 7, 2), tuple(false, true, 2, 3, 5, 2));
        assertThat(events).allMatch(event -> event.getDuration().toNanos() > 0);
    }

    @Test
    void nothingIsMadeWhereNobodyRecords() {
        assertThat(MatrixProductEvent.start(false, false, 1, 1, 1, 1)).isNull();
        try (Recording recording = new Recording()) {
            recording.enable(MatrixProductEvent.NAME);
            recording.start();
            assertThat(MatrixProductEvent.start(false, false, 1, 1, 1, 1)).isNotNull();
        }
        assertThat(MatrixProductEvent.start(false, false, 1, 1, 1, 1)).isNull();
    }

    private static void multiply(Parallel parallel, boolean transposeA, boolean transposeB, int m, int n, int k) {
        new ParallelGemm(new PlainGemm(new ScalarKernels()), parallel)
                .multiply(
                        transposeA,
                        transposeB,
                        m,
                        n,
                        k,
                        1,
                        new float[m * k],
                        0,
                        transposeA ? m : k,
                        new float[k * n],
                        0,
                        transposeB ? k : n,
                        0,
                        new float[m * n],
                        0,
                        n);
    }
}
