package org.zvideo.video.picture;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;
import org.zvideo.core.image.RgbImage;

/**
 * Reads a picture file in the same way for every format: rows in the file's own colors, converted to sRGB with its
 * profile, flattened onto white, averaged if it is larger than wanted, and turned upright. The decoder decides whether
 * a file is damaged, and its limit bounds memory; the parsers in this package only find what decoders do not tell.
 */
final class PictureReader {
    private static final int BLOCK_PIXELS = 1 << 18;
    private static final int OPAQUE = 255;

    private PictureReader() {}

    /**
     * Reads a picture.
     *
     * @param most the number of pixels to keep; larger pictures are averaged in squares while they are decoded
     * @throws PictureFault if the file is the cause
     */
    static Picture read(PictureFormat format, ImageInputStream in, long most) throws IOException {
        try {
            return switch (format) {
                case PNG -> {
                    PngFile png = PngFile.read(in);
                    JdkReaders.requireSize(png.width(), png.height());
                    if (png.videoColors() && png.metadata().profile().isEmpty()) {
                        throw new PictureFault("its colors are those of HDR or BT.2020 video; convert it to sRGB");
                    }
                    try (FfmpegRows rows = FfmpegRows.decode("png", PngFile.SIGNATURE, in, png.pixels())) {
                        rows.setTransparent(png.transparent());
                        yield read(rows, png.metadata(), most);
                    }
                }
                case WEBP -> webp(in, most);
                case JPEG -> {
                    JpegFile jpeg = JpegFile.read(in);
                    try (PictureRows rows = JpegRows.decode(in, jpeg)) {
                        yield read(rows, jpeg.metadata(), most);
                    }
                }
                case TIFF -> {
                    TiffDirectory tags = TiffDirectory.read(in, 0, in.length());
                    try (PictureRows rows = TiffRows.decode(in, tags)) {
                        yield read(rows, TiffRows.metadata(tags), most);
                    }
                }
                case BMP -> {
                    BmpRows rows = BmpRows.decode(in);
                    yield read(rows, rows.metadata(), most);
                }
            };
        } catch (PictureFault e) {
            throw e;
        } catch (EOFException e) {
            throw new PictureFault("it is truncated: the file ends before the picture does", e);
        } catch (IIOException | RuntimeException e) {
            throw new PictureFault("it cannot be decoded: it is damaged, or of an unsupported kind", e);
        }
    }

    private static Picture webp(ImageInputStream in, long most) throws IOException {
        WebpFile file = WebpFile.read(in);
        try (PictureRows rows = FfmpegRows.decode("webp", file.head(), in, file.at(), file.length())) {
            if (!file.animated() || file.width() == rows.width() && file.height() == rows.height()) {
                return read(rows, file.metadata(), most);
            }
            JdkReaders.requireSize(file.width(), file.height());
            return read(new Canvas(rows, file), file.metadata(), most);
        }
    }

    private static Picture read(PictureRows rows, PictureMetadata metadata, long most) throws IOException {
        ColorProfile profile = ColorProfile.of(metadata.profile(), rows.colors());
        int width = rows.width();
        Reduction reduction = Reduction.of(width, rows.height(), most, rows.hasAlpha());
        int blockRows = Math.max(1, Math.min(rows.height(), BLOCK_PIXELS / width));
        byte[] colors = new byte[rows.colors().samples() * width * blockRows];
        byte[] alpha = new byte[rows.hasAlpha() ? width * blockRows : 0];
        for (int y = 0; y < rows.height(); y += blockRows) {
            int count = Math.min(blockRows, rows.height() - y);
            for (int row = 0; row < count; row++) {
                rows.next(colors, alpha, row);
            }
            if (rows.hasAlpha() && rows.colors() == PictureRows.Colors.CMYK) {
                throw new PictureFault("its colors are CMYK with transparency; convert it to RGB");
            }
            byte[] rgb = whiteBelow(colors, alpha, rows.colors().samples(), width * count);
            reduction.add(profile.toSrgb(rgb, width * count), alpha, count);
        }
        Orientation turn = metadata.orientation();
        RgbImage stored = reduction.image();
        Optional<byte[]> kept = reduction.alpha().map(values -> turn.apply(values, stored.width(), stored.height(), 1));
        boolean faint = rows.faint() && allBlack(stored.pixels());
        return new Picture(turn.apply(stored), kept, faint);
    }

    /** Flattens transparency onto white, so that the colors editors leave under transparent pixels do not show. */
    private static byte[] whiteBelow(byte[] colors, byte[] alpha, int samples, int pixels) {
        for (int pixel = 0; alpha.length > 0 && pixel < pixels; pixel++) {
            int opacity = alpha[pixel] & OPAQUE;
            for (int n = samples * pixel; n < samples * (pixel + 1); n++) {
                int value = (colors[n] & OPAQUE) * opacity + OPAQUE * (OPAQUE - opacity);
                colors[n] = (byte) ((value + OPAQUE / 2) / OPAQUE);
            }
        }
        return colors;
    }

    private static boolean allBlack(byte[] pixels) {
        for (byte value : pixels) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** Puts a picture on a larger canvas that is transparent around it. */
    private record Canvas(PictureRows inner, WebpFile file, int[] row) implements PictureRows {
        Canvas(PictureRows inner, WebpFile file) {
            this(inner, file, new int[1]);
        }

        @Override
        public int width() {
            return file.width();
        }

        @Override
        public int height() {
            return file.height();
        }

        @Override
        public Colors colors() {
            return inner.colors();
        }

        @Override
        public boolean hasAlpha() {
            return true;
        }

        @Override
        public void next(byte[] colors, byte[] alpha, int place) throws IOException {
            int samples = colors().samples();
            int y = row[0]++ - file.top();
            Arrays.fill(alpha, place * width(), (place + 1) * width(), (byte) 0);
            if (y < 0 || y >= inner.height()) {
                return;
            }
            byte[] own = new byte[samples * inner.width()];
            byte[] ownAlpha = new byte[inner.width()];
            Arrays.fill(ownAlpha, (byte) OPAQUE);
            inner.next(own, inner.hasAlpha() ? ownAlpha : new byte[0], 0);
            int count = Math.min(inner.width(), width() - file.left());
            System.arraycopy(own, 0, colors, samples * (place * width() + file.left()), samples * count);
            System.arraycopy(ownAlpha, 0, alpha, place * width() + file.left(), count);
        }
    }
}
