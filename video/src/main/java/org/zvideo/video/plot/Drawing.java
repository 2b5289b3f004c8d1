package org.zvideo.video.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;

/** A white sheet on which to place pictures, text and rectangles. */
public final class Drawing {
    private static final int FONT_SIZE = 13;

    private final BufferedImage sheet;
    private final Graphics2D graphics;

    /**
     * Creates a sheet.
     *
     * @throws MediaException if the machine has no font
     */
    public Drawing(int width, int height) {
        requireFont();
        sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
    }

    /** Fails with a one-line message where Java cannot draw text: on a server without fontconfig and fonts. */
    static void requireFont() {
        System.setProperty("java.awt.headless", "true");
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE)
                    .createGlyphVector(
                            new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
                                    .createGraphics()
                                    .getFontRenderContext(),
                            "a");
        } catch (LinkageError | RuntimeException | InternalError e) {
            throw new MediaException(
                    ErrorKind.UNAVAILABLE, "no font for text in pictures; install fontconfig and any font", e);
        }
    }

    /** Places a picture in its own size. */
    public void picture(RgbImage image, int x, int y) {
        int[] pixels = new int[image.width() * image.height()];
        for (int n = 0; n < pixels.length; n++) {
            pixels[n] = image.at(n, 0) << 16 | image.at(n, 1) << 8 | image.at(n, 2);
        }
        sheet.setRGB(x, y, image.width(), image.height(), pixels, 0, image.width());
    }

    /**
     * Writes a line whose upper left corner is at (x, y). Text wider than {@code width} is cut off with an ellipsis.
     */
    public void text(String line, int x, int y, int width) {
        FontMetrics metrics = graphics.getFontMetrics();
        String shown = line;
        while (shown.length() > 1 && metrics.stringWidth(shown) > width) {
            shown = shown.substring(0, shown.length() - (shown.endsWith("…") ? 2 : 1)) + "…";
        }
        graphics.drawString(shown, x, y + metrics.getAscent());
    }

    /** The height of a line of text. */
    public int lineHeight() {
        return graphics.getFontMetrics().getHeight();
    }

    /** Draws a ring around a point. */
    public void ring(int x, int y, int radius, Color color) {
        graphics.setStroke(new BasicStroke(5));
        graphics.setColor(Color.WHITE);
        graphics.drawOval(x - radius, y - radius, 2 * radius, 2 * radius);
        graphics.setStroke(new BasicStroke(3));
        graphics.setColor(color);
        graphics.drawOval(x - radius, y - radius, 2 * radius, 2 * radius);
        graphics.setColor(Color.BLACK);
    }

    /** The sheet as a picture. */
    public RgbImage image() {
        return image(sheet);
    }

    static RgbImage image(BufferedImage drawn) {
        RgbImage image = new RgbImage(drawn.getWidth(), drawn.getHeight());
        int[] pixels = drawn.getRGB(0, 0, image.width(), image.height(), null, 0, image.width());
        for (int n = 0; n < pixels.length; n++) {
            image.pixels()[3 * n] = (byte) (pixels[n] >> 16);
            image.pixels()[3 * n + 1] = (byte) (pixels[n] >> 8);
            image.pixels()[3 * n + 2] = (byte) pixels[n];
        }
        return image;
    }
}
