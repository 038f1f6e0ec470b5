package org.tandemrec.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.app.Capture;
import org.tandemrec.model.ProgressListener.Task;

class TerminalProgressTest {
    private final Capture capture = new Capture();
    private final AtomicLong millis = new AtomicLong();

    private TerminalProgress progress(boolean watched) {
        return new TerminalProgress(capture.terminal(watched), () -> millis.get() * 1_000_000);
    }

    @Test
    void printsALineEveryFewSecondsAndOneAtTheEnd() {
        try (Task task = progress(false).start("lfm epoch 1/2", 20_000, "events")) {
            for (int i = 0; i < 1000; i++) { // 12 seconds
                millis.addAndGet(12);
                task.advance(20);
            }
        }
        assertThat(capture.err().lines())
                .containsExactly(
                        "lfm epoch 1/2: 8,340 of 20,000 events (41 %), 7.00 s left",
                        "lfm epoch 1/2: 16,680 of 20,000 events (83 %), 1.99 s left",
                        "lfm epoch 1/2: 20,000 events in 12.0 s (1,667 events/s)");
    }

    @Test
    void shortWorkIsOneLine() {
        try (Task task = progress(false).start("reading", 0, "lines")) {
            task.advance(3);
            millis.addAndGet(100);
        }
        assertThat(capture.err().lines()).containsExactly("reading: 3 lines in 0.10 s (30 lines/s)");
    }

    @Test
    void workOfUnknownLengthHasNoPercentage() {
        try (Task task = progress(false).start("reading", -1, "lines")) {
            millis.addAndGet(5001);
            task.advance(3);
        }
        assertThat(capture.err().lines()).first().isEqualTo("reading: 3 lines");
    }

    @Test
    void drawsABarThatLeavesOneLine() {
        try (Task task = progress(true).start("gru4rec epoch 3/12", 1000, "events")) {
            task.advance(1000);
            millis.addAndGet(2000);
        }
        String last = capture.err().substring(capture.err().lastIndexOf("\r\033[K") + 4);
        assertThat(capture.err()).contains("\rgru4rec epoch 3/12 100 % ████");
        assertThat(last.strip()).isEqualTo("gru4rec epoch 3/12: 1,000 events in 2.00 s (500 events/s)");
    }

    @ParameterizedTest
    @CsvSource({"39", "60", "79", "119"})
    void theBarFitsTheTerminal(int width) {
        BarRenderer renderer = new BarRenderer("events");
        for (long done = 0; done <= 1_000_000; done += 62_500) {
            String line = renderer.line("gru4rec epoch 3/12", done, 1_000_000, done / 80_000.0, width);
            assertThat(line).hasSizeLessThanOrEqualTo(width).startsWith("gru4rec epoch 3/12 ");
        }
        assertThat(renderer.line("reading", 5, -1, 1, width)).isEqualTo("reading  5 events  5 events/s");
    }

    @Test
    void theBarSaysHowMuchIsLeft() {
        assertThat(new BarRenderer("events").line("lfm", 250, 1000, 10, 47))
                .isEqualTo("lfm  25 % ███░░░░░░░░░ 25 events/s, 30.0 s left");
    }

    @Test
    void anInterruptedBarEndsItsLine() {
        Terminal terminal = capture.terminal(true);
        Task task = new TerminalProgress(terminal).start("lfm", 10, "events");
        terminal.endLine();
        assertThat(capture.err()).endsWith(System.lineSeparator());
        task.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00 s",
        "9.99, 9.99 s",
        "9.996, 10.0 s",
        "59.9, 59.9 s",
        "59.96, 1 min 00 s",
        "245, 4 min 05 s",
        "3599.7, 1 h 00 min",
        "3725, 1 h 02 min"
    })
    void formatsTime(double seconds, String expected) {
        assertThat(Terminal.duration(seconds)).isEqualTo(expected);
    }
}
