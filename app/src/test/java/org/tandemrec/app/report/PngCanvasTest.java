package org.tandemrec.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngCanvasTest {
    @BeforeEach
    void needsAFont() {
        assumeTrue(PngCanvas.hasFont(), "this machine has no font");
    }

    @Test
    void drawsEveryColourOnWhiteTwiceAsFine() throws IOException {
        List<SvgChart.Series> six = new ArrayList<>();
        for (int colour = 0; colour < Canvas.COLOURS; colour++) {
            six.add(new SvgChart.Series(
                    "m" + colour, colour, List.of(new SvgChart.Point(1, colour), new SvgChart.Point(2, colour + 1))));
        }
        BufferedImage image = read(new SvgChart("Title", "epoch", "θ", six, List.of()).png(420, 300));
        assertThat(image.getWidth()).isEqualTo(840);
        assertThat(image.getHeight()).isEqualTo(600);
        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
        for (int colour : PngCanvas.PALETTE) {
            assertThat(count(image, colour)).as("colour %06x", colour).isGreaterThan(100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aMarkerAndALineAreWhereTheyAreInTheSvg(int colour) throws IOException {
        try (PngCanvas canvas = new PngCanvas(100, 100)) {
            canvas.mark(colour, 30, 40, "about");
            canvas.line(Canvas.Stroke.LINE, colour, 60, 20, 90, 20);
            canvas.path(
                    colour,
                    List.of(
                            new Canvas.Step(60, 80, false),
                            new Canvas.Step(70, 80, true),
                            new Canvas.Step(80, 80, false),
                            new Canvas.Step(90, 80, true)));
            BufferedImage image = read(canvas.png());
            int wanted = PngCanvas.PALETTE.get(colour);
            assertThat(image.getRGB(60, 80) & 0xffffff).isEqualTo(wanted);
            assertThat(image.getRGB(150, 40) & 0xffffff).isEqualTo(wanted);
            assertThat(image.getRGB(130, 160) & 0xffffff).isEqualTo(wanted);
            assertThat(image.getRGB(150, 160) & 0xffffff).isEqualTo(0xffffff); // the pen is up
            assertThat(image.getRGB(170, 160) & 0xffffff).isEqualTo(wanted);
            assertThat(image.getRGB(10, 10) & 0xffffff).isEqualTo(0xffffff);
        }
    }

    @Test
    void textsAreAnchored() throws IOException {
        for (Canvas.Anchor anchor : Canvas.Anchor.values()) {
            try (PngCanvas canvas = new PngCanvas(200, 40)) {
                canvas.text(100, 25, anchor, "HHHHHH");
                BufferedImage image = read(canvas.png());
                long left = dark(image, 0, 200);
                long right = dark(image, 200, 400);
                switch (anchor) {
                    case START -> assertThat(left).isLessThan(right / 10);
                    case END -> assertThat(right).isLessThan(left / 10);
                    case MIDDLE -> assertThat((double) left / right).isBetween(0.7, 1.4);
                }
            }
        }
    }

    @Test
    void coloursAreThoseOfTheSvg() {
        String svg = new SvgChart("t", "x", "y", List.of(), List.of()).svg(420, 300);
        for (int colour = 0; colour < Canvas.COLOURS; colour++) {
            assertThat(svg)
                    .contains(
                            String.format(Locale.ROOT, ".tc-s%d{stroke:#%06x", colour, PngCanvas.PALETTE.get(colour)));
        }
    }

    @Test
    void standsNothingAndValuesThatAreNotFinite() throws IOException {
        SvgChart.Series gap = new SvgChart.Series(
                "a\u001b", 0, List.of(new SvgChart.Point(1, Double.NaN), new SvgChart.Point(2, 0.5)));
        assertThat(read(new SvgChart("t", "x", "y", List.of(), List.of()).png(420, 300))
                        .getWidth())
                .isEqualTo(840);
        assertThat(count(read(new SvgChart("t", "x", "y", List.of(gap), List.of()).png(420, 300)), 0xc2540a))
                .isGreaterThan(50);
    }

    @Test
    void everyFigureHasBothFilesAndNoRemark(@TempDir Path folder) throws IOException {
        SvgChart chart = new SvgChart("t", "x", "y", List.of(), List.of());
        Path svg = folder.resolve("a.svg-figure.svg");
        assertThat(ReportFiles.writeFigure(chart, svg)).containsExactly(svg, folder.resolve("a.svg-figure.png"));
        assertThat(read(Files.readAllBytes(folder.resolve("a.svg-figure.png"))).getWidth())
                .isEqualTo(1440);
        assertThat(ReportFiles.remark()).isEmpty();
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static long count(BufferedImage image, int colour) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
            }
        }
        return count;
    }

    private static long dark(BufferedImage image, int from, int to) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = from; x < to; x++) {
                count += (image.getRGB(x, y) & 0xff) < 200 ? 1 : 0;
            }
        }
        return count;
    }
}
