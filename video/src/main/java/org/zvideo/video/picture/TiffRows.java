package org.zvideo.video.picture;

import java.awt.Rectangle;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The first picture of a TIFF, decoded by the JDK in blocks of whole strips or tiles. The other decoders in this build
 * know less: FFmpeg's handles no tiles, no transparency and no JPEG inside; OpenCV's gets transparency wrong and
 * rejects 2 and 4 bits. The tags, which are read here, determine what the samples mean.
 */
final class TiffRows implements PictureRows {
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int SAMPLES = 277;
    private static final int PREDICTOR = 317;
    private static final int COLOR_MAP = 320;
    private static final int EXTRA = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int PROFILE = 34675;

    private static final int PALETTE = 3;
    private static final int WHITE_IS_ZERO = 0;
    private static final int CMYK = 5;
    private static final int YCBCR = 6;
    private static final int LAB = 8;
    private static final int BLOCK_ROWS = 64;
    /** The compressions that include a predictor: LZW and both numbers of Deflate. */
    private static final Set<Long> DIFFERENCES = Set.of(5L, 8L, 32946L);

    private final TiffDirectory tags;
    private final ImageReader reader;
    private final int width;
    private final int height;
    private final int bits;
    private final int photometric;
    private final int colorSamples;
    /** The index of the transparency sample, or 0 without one. */
    private final int alphaSample;

    private final boolean multiplied;
    private final int[] palette;
    private final int blockRows;
    private final int differencesEvery;
    private Raster block;
    private int blockFrom;
    private int row;
    private int[] samples;
    private boolean faint;

    private TiffRows(ImageInputStream in, TiffDirectory tags) throws IOException {
        this.tags = tags;
        photometric = (int) tags.number(PHOTOMETRIC, 1);
        bits = bits();
        colorSamples = switch (photometric) {
            case 0, 1, PALETTE -> 1;
            case 2, YCBCR, LAB -> 3;
            case CMYK -> 4;
            default ->
                throw new PictureFault("its colors are of a kind (TIFF photometric " + photometric
                        + ") that is not supported; convert it to sRGB");
        };
        int alpha = 0;
        boolean associated = false;
        long[] extra = tags.numbers(EXTRA, 8);
        for (int n = extra.length - 1; n >= 0; n--) {
            if (extra[n] == 1 || extra[n] == 2) { // other extra samples are not transparency
                alpha = colorSamples + n;
                associated = extra[n] == 1;
            }
        }
        alphaSample = alpha;
        multiplied = associated;
        palette = photometric == PALETTE ? palette() : null;
        long predictor = tags.number(PREDICTOR, 1);
        requireKnown(predictor);
        Segments segments = Segments.of(tags, bits);
        segments.requireWhole(in);
        boolean differences = predictor == 2 && bits == 16 && DIFFERENCES.contains(tags.number(COMPRESSION, 1));
        ImageInputStream source =
                differences ? PatchedStream.withShort(in, tags.place(PREDICTOR), 1, tags.order()) : in;
        reader = JdkReaders.open("tiff", source);
        width = reader.getWidth(0);
        height = reader.getHeight(0);
        JdkReaders.requireSize(width, height);
        blockRows = (int) (segments.rows() * Math.max(1, BLOCK_ROWS / segments.rows()));
        differencesEvery = differences ? (int) segments.columns() : 0;
    }

    static TiffRows decode(ImageInputStream in, TiffDirectory tags) throws IOException {
        return new TiffRows(in, tags);
    }

    static PictureMetadata metadata(TiffDirectory tags) throws IOException {
        byte[] profile = tags.bytes(PROFILE, PictureMetadata.LARGEST_PROFILE);
        PictureMetadata metadata = PictureMetadata.NONE.withOrientation(Orientation.of(tags));
        return profile.length == 0 ? metadata : metadata.withProfile(profile);
    }

    private int bits() throws IOException {
        long[] all = tags.numbers(BITS, 16);
        long one = all.length == 0 ? 1 : all[0];
        boolean mixed = Arrays.stream(all).anyMatch(other -> other != one);
        long format = tags.number(SAMPLE_FORMAT, 1);
        if (format != 1 && format != 4) {
            throw new PictureFault("its samples are " + (format == 3 ? "floating-point" : "signed")
                    + " numbers; convert it to 8 or 16 bits");
        } else if (mixed || one != 1 && one != 2 && one != 4 && one != 8 && one != 16) {
            throw new PictureFault(
                    "its samples have " + (mixed ? "different numbers of" : one) + " bits; convert it to 8 or 16 bits");
        } else if (one < 8 && tags.number(SAMPLES, 1) > 1) {
            throw new PictureFault("it has several samples of " + one + " bits to a pixel; convert it to 8 bits");
        }
        return (int) one;
    }

    private void requireKnown(long predictor) throws IOException {
        long count = tags.number(SAMPLES, 1);
        if (count < colorSamples + (alphaSample == 0 ? 0 : 1) || count > colorSamples + 8) {
            throw PictureFault.damaged(count + " samples to a pixel");
        } else if (predictor > 2) {
            throw new PictureFault(
                    "its compression (predictor " + predictor + ") is not supported; save it without compression");
        } else if (bits != 8 && (photometric == YCBCR || photometric == LAB)) {
            throw new PictureFault("its colors are not RGB and have " + bits + " bits; convert it to RGB");
        }
    }

    /** Reads the color map in 16 bits or, as some old programs wrote it, in 8. */
    private int[] palette() throws IOException {
        int size = 1 << bits;
        long[] map = tags.numbers(COLOR_MAP, 3 * size);
        if (bits > 8 || map.length < 3 * size) {
            throw PictureFault.damaged("its palette is missing");
        }
        int shift = Arrays.stream(map).anyMatch(value -> value > 255) ? 8 : 0;
        return Arrays.stream(map).mapToInt(value -> (int) value >> shift).toArray();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Colors colors() {
        return photometric == CMYK
                ? Colors.CMYK
                : photometric == LAB ? Colors.LAB : colorSamples == 3 || palette != null ? Colors.RGB : Colors.GRAY;
    }

    @Override
    public boolean hasAlpha() {
        return alphaSample > 0;
    }

    @Override
    public boolean faint() {
        return faint;
    }

    @Override
    public void next(byte[] colors, byte[] alpha, int place) throws IOException {
        if (block == null || row == blockFrom + block.getHeight()) {
            ImageReadParam part = reader.getDefaultReadParam();
            part.setSourceRegion(new Rectangle(0, row, width, Math.min(blockRows, height - row)));
            block = reader.read(0, part).getRaster();
            blockFrom = row;
        }
        samples = block.getPixels(0, row - blockFrom, width, 1, samples);
        row++;
        int bands = block.getNumBands();
        if (bands < colorSamples + (alphaSample == 0 ? 0 : 1) || alphaSample >= bands) {
            throw new PictureFault("its layout of samples is not supported; save it as PNG");
        }
        if (differencesEvery > 0) {
            addUp(bands);
        }
        int out = colors().samples();
        for (int x = 0; x < width; x++) {
            int opacity = alphaSample == 0 ? 255 : eight(samples[bands * x + alphaSample]) & 0xff;
            opacity = photometric == WHITE_IS_ZERO && alphaSample > 0
                    ? 255 - opacity
                    : opacity; // inverted like the colors
            for (int n = 0; n < out; n++) {
                int at = out * (place * width + x) + n;
                if (palette != null) {
                    colors[at] = (byte) palette[n * (palette.length / 3) + samples[bands * x]];
                } else {
                    int stored = samples[bands * x + n]; // already inverted for WhiteIsZero
                    byte value = eight(stored);
                    faint |= bits == 16 && stored > 0 && value == 0;
                    colors[at] = multiplied ? PictureRows.straight(value & 0xff, opacity) : value;
                }
            }
            if (alphaSample > 0) {
                alpha[place * width + x] = (byte) opacity;
            }
        }
    }

    private byte eight(int sample) {
        return bits == 16 ? PictureRows.eightBits(sample) : (byte) (sample * 255 / ((1 << bits) - 1));
    }

    /** Undoes 16-bit horizontal differences, which the JDK does not support. They restart with each tile. */
    private void addUp(int bands) {
        for (int x = 0; x < width; x++) {
            for (int n = 0; n < bands && x % differencesEvery > 0; n++) {
                samples[bands * x + n] = samples[bands * x + n] + samples[bands * (x - 1) + n] & 0xffff;
            }
        }
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
