package org.zvideo.video.picture;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A JPEG that the JDK's libjpeg decodes, which reports what it had to tolerate. A hole in the data can still produce a
 * picture that libjpeg considers complete, so FFmpeg's decoder, which checks other things, is asked too. Its pixels are
 * not used: it interpolates colors differently from libjpeg, by up to 60 levels at edges.
 */
final class JpegRows implements PictureRows {
    /** libjpeg's warnings that leave all pixels intact. */
    private static final List<String> HARMLESS = List.of(
            "Invalid SOS parameters",
            "Unknown Adobe color transform",
            "Warning: unknown JFIF revision",
            "Unrecognized JFIF",
            "Embedded color profile",
            "Corrupt JPEG data: 1 extraneous bytes before marker 0xd9",
            "Corrupt JPEG data: 2 extraneous bytes before marker 0xd9");

    private static final String CUT = "Truncated File";
    /** Above this number of pixels decoding would take too much memory. */
    private static final long SECOND_OPINION = 50_000_000;

    private static final int HALF = 1 << 15;
    private static final int RED_OF_CR = 91881;
    private static final int GREEN_OF_CR = 46802;
    private static final int GREEN_OF_CB = 22554;
    private static final int BLUE_OF_CB = 116130;

    private final JpegFile file;
    private final Raster raster;
    private byte[] stored;
    private int nextRow;

    private JpegRows(JpegFile file, Raster raster) {
        this.file = file;
        this.raster = raster;
    }

    static JpegRows decode(ImageInputStream in, JpegFile file) throws IOException {
        ImageReader reader = JdkReaders.open("jpeg", in);
        String[] warning = {null};
        reader.addIIOReadWarningListener((source, text) -> {
            if (warning[0] == null && HARMLESS.stream().noneMatch(text::startsWith)) {
                warning[0] = text;
            }
        });
        try {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            JdkReaders.requireSize(width, height);
            file.requireFewScans(in, (long) width * height);
            boolean whole = (long) width * height > SECOND_OPINION
                    || FfmpegRows.decodes("mjpeg", file.head(), in, file.scans(), in.length() - file.scans());
            in.seek(0);
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, null);
            if (warning[0] != null && warning[0].startsWith(CUT)) {
                throw new PictureFault("the JPEG has no end: it is truncated");
            } else if (warning[0] != null || !whole) {
                throw PictureFault.damaged(warning[0] == null ? "its coded pixels are broken" : warning[0]);
            }
            if (raster.getNumBands() == 2 || raster.getNumBands() > 4) {
                throw new PictureFault("a JPEG of " + raster.getNumBands() + " components is not supported");
            }
            return new JpegRows(file, raster);
        } finally {
            reader.dispose();
        }
    }

    @Override
    public int width() {
        return raster.getWidth();
    }

    @Override
    public int height() {
        return raster.getHeight();
    }

    @Override
    public Colors colors() {
        return switch (raster.getNumBands()) {
            case 1 -> Colors.GRAY;
            case 3 -> Colors.RGB;
            default -> Colors.CMYK;
        };
    }

    @Override
    public boolean hasAlpha() {
        return false;
    }

    @Override
    public void next(byte[] colors, byte[] alpha, int row) {
        stored = (byte[]) raster.getDataElements(0, nextRow++, width(), 1, stored);
        int at = row * stored.length;
        System.arraycopy(stored, 0, colors, at, stored.length);
        if (raster.getNumBands() == 3 && !file.isRgb()) {
            toRgb(colors, at, stored.length, 3);
        } else if (raster.getNumBands() == 4) {
            toInk(colors, at);
        }
    }

    /**
     * Adobe's programs store the remaining paper instead of the ink. The first three components of their YCCK are YCbCr
     * of it.
     */
    private void toInk(byte[] colors, int at) {
        boolean adobe = file.adobe().isPresent();
        boolean ycck = adobe && file.adobe().get() == 2;
        if (ycck) {
            toRgb(colors, at, stored.length, 4);
        }
        for (int n = at; n < at + stored.length; n++) {
            // For YCCK the conversion gives red, green and blue; 255 minus these is what libjpeg calls cyan, magenta
            // and yellow.
            boolean inverted = ycck && (n - at) % 4 != 3 ? !adobe : adobe;
            colors[n] = inverted ? (byte) ~colors[n] : colors[n];
        }
    }

    /** libjpeg's own arithmetic, so that results are bit-identical. */
    private static void toRgb(byte[] pixels, int from, int length, int samples) {
        for (int n = from; n < from + length; n += samples) {
            int y = pixels[n] & 0xff;
            int cb = (pixels[n + 1] & 0xff) - 128;
            int cr = (pixels[n + 2] & 0xff) - 128;
            pixels[n] = clamped(y + (RED_OF_CR * cr + HALF >> 16));
            pixels[n + 1] = clamped(y + (-GREEN_OF_CB * cb + HALF - GREEN_OF_CR * cr >> 16));
            pixels[n + 2] = clamped(y + (BLUE_OF_CB * cb + HALF >> 16));
        }
    }

    private static byte clamped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
