package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @Test
    void goesThroughAllThatItIsFor(@TempDir Path folder) throws InterruptedException {
        Capture capture = new Capture();
        new Rehearsal(folder, capture.terminal(false)).run();
        assertThat(folder.resolve("bundle/manifest.json")).exists();
        assertThat(folder.resolve("state")).isNotEmptyDirectory();
        assertThat(capture.out()).contains("ra-lst for user 1");
        assertThat(capture.err()).contains("Serving bundle (ra-lst");
    }
}
