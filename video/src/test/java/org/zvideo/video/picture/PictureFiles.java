package org.zvideo.video.picture;

import static org.zvideo.video.picture.PictureMaker.ascii;
import static org.zvideo.video.picture.PictureMaker.chunk;
import static org.zvideo.video.picture.PictureMaker.join;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.zvideo.video.picture.PictureMaker.Tiff;

/** The test picture of {@link PictureMaker} in files that state more than pixels, for tests of other packages. */
public final class PictureFiles {
    public static final int WIDTH = PictureMaker.WIDTH;
    public static final int HEIGHT = PictureMaker.HEIGHT;

    private PictureFiles() {}

    /** A PNG with an orientation of EXIF's. */
    public static byte[] png(int orientation) {
        return PictureMaker.png(
                8, 2, PictureVariants.rows(3, PictureVariants::bgr), chunk("eXIf", PictureMaker.exif(orientation)));
    }

    /** A PNG in PQ, with the primary colors of BT.2020. */
    public static byte[] pq() {
        return PictureMaker.png(
                8, 2, PictureVariants.rows(3, PictureVariants::bgr), chunk("cICP", new byte[] {9, 16, 0, 1}));
    }

    /** A TIFF with an orientation. */
    public static byte[] tiff(int orientation) {
        return tiff(Map.of(274, new int[] {orientation}));
    }

    /** A TIFF with a color profile. */
    public static byte[] tiff(byte[] profile) {
        int[] bytes = new int[profile.length];
        Arrays.setAll(bytes, n -> profile[n] & 0xff);
        return tiff(Map.of(34675, bytes));
    }

    private static byte[] tiff(Map<Integer, int[]> tags) {
        return Tiff.of(8, 3, 2, PictureVariants.samples(3, 8, PictureMaker::level), tags)
                .deflated(false, 16)
                .bytes();
    }

    /** A lossless WebP with an orientation of EXIF's. */
    public static byte[] webp(int orientation) {
        return PictureMaker.webp(
                PictureVariants.webp(false), false, PictureMaker.riff("EXIF", PictureMaker.exif(orientation)));
    }

    /** A WebP with two pictures. */
    public static byte[] animation() {
        byte[] frame = join(
                new byte[6],
                PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 3, WIDTH - 1),
                PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 3, HEIGHT - 1),
                new byte[4],
                Arrays.copyOfRange(PictureVariants.webp(false), 12, PictureVariants.webp(false).length));
        byte[] canvas = join(
                new byte[] {2, 0, 0, 0},
                PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 3, WIDTH - 1),
                PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 3, HEIGHT - 1));
        byte[] all = join(
                ascii("WEBP"),
                PictureMaker.riff("VP8X", canvas),
                PictureMaker.riff("ANIM", new byte[6]),
                PictureMaker.riff("ANMF", frame),
                PictureMaker.riff("ANMF", frame));
        return join(ascii("RIFF"), PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 4, all.length), all);
    }
}
