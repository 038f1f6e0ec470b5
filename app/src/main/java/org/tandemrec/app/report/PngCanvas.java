package org.tandemrec.app.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A PNG in the colours of the light theme, two dots for a pixel. Needs no screen, but a font. */
final class PngCanvas implements Canvas, AutoCloseable {
    /** The colours of lines and markers, those of {@link SvgCanvas} in light. */
    static final List<Integer> PALETTE = List.of(0xc2540a, 0x0072b2, 0x00805c, 0xa04a86, 0x78716c, 0x7a6a00);

    private static final int SCALE = 2;
    private static final Color TEXT = new Color(0x57534e);
    private static final Color TITLE = new Color(0x1c1917);
    private static final Color GRID = new Color(0xe7e5e4);
    private static final Color AXIS = new Color(0xa8a29e);
    private static final int FONT = 12;

    private final BufferedImage image;
    private final Graphics2D graphics;

    /**
     * A white picture.
     *
     * @throws IllegalStateException if there is no font
     */
    PngCanvas(int width, int height) {
        if (!hasFont()) {
            throw new IllegalStateException("a PNG needs a font, but this machine has none");
        }
        image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
    }

    /** Whether this machine has a font to write with: a small container may have none, nor what Java loads fonts with. */
    static boolean hasFont() {
        return Fonts.THERE;
    }

    /** Asked once; later attempts of Java to load its own parts would fail otherwise than the first. */
    private static final class Fonts {
        static final boolean THERE = areThere();

        private static boolean areThere() {
            try {
                GraphicsEnvironment machine = GraphicsEnvironment.getLocalGraphicsEnvironment();
                return machine.getAvailableFontFamilyNames().length > 0
                        && new Font(Font.SANS_SERIF, Font.PLAIN, FONT).canDisplay('0');
            } catch (RuntimeException | LinkageError | InternalError e) {
                return false; // which is how Java says that fonts, fontconfig or FreeType are missing
            }
        }
    }

    @Override
    public void title(double x, double y, String text) {
        write(x, y, Anchor.START, text, new Font(Font.SANS_SERIF, Font.BOLD, FONT + 2), TITLE);
    }

    @Override
    public void text(double x, double y, Anchor anchor, String text) {
        write(x, y, anchor, text, new Font(Font.SANS_SERIF, Font.PLAIN, FONT), TEXT);
    }

    private void write(double x, double y, Anchor anchor, String text, Font font, Color colour) {
        String printable = Markup.printable(text);
        double width =
                font.getStringBounds(printable, graphics.getFontRenderContext()).getWidth();
        double left = switch (anchor) {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
        };
        graphics.setFont(font);
        graphics.setColor(colour);
        graphics.drawString(printable, (float) left, (float) y);
    }

    @Override
    public void line(Stroke stroke, int colour, double x1, double y1, double x2, double y2) {
        graphics.setColor(
                switch (stroke) {
                    case GRID -> GRID;
                    case AXIS -> AXIS;
                    case REFERENCE, LINE -> new Color(PALETTE.get(colour));
                });
        graphics.setStroke(
                switch (stroke) {
                    case GRID, AXIS -> new BasicStroke(1);
                    case REFERENCE ->
                        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 4}, 0);
                    case LINE -> solid();
                });
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void path(int colour, List<Step> steps) {
        Path2D path = new Path2D.Double();
        for (Step step : steps) {
            if (step.drawn()) {
                path.lineTo(step.x(), step.y());
            } else {
                path.moveTo(step.x(), step.y());
            }
        }
        graphics.setColor(new Color(PALETTE.get(colour)));
        graphics.setStroke(solid());
        graphics.draw(path);
    }

    private static BasicStroke solid() {
        return new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    @Override
    public void mark(int colour, double x, double y, String about) {
        Shape shape = switch (colour) {
            case 0 -> polygon(-3.2, -3.2, 3.2, -3.2, 3.2, 3.2, -3.2, 3.2);
            case 1 -> new Ellipse2D.Double(-3.6, -3.6, 7.2, 7.2);
            case 2 -> polygon(0, -4.6, 4.3, 3.2, -4.3, 3.2);
            case 3 -> polygon(0, -4.6, 4.6, 0, 0, 4.6, -4.6, 0);
            default -> polygon(0, 4.6, 4.3, -3.2, -4.3, -3.2);
        };
        graphics.setColor(new Color(PALETTE.get(colour)));
        graphics.fill(AffineTransform.getTranslateInstance(x, y).createTransformedShape(shape));
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** The picture's file. */
    byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java writes no PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it goes to memory
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
