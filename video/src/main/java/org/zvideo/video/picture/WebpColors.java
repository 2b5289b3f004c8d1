package org.zvideo.video.picture;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Converts the half-size color planes of a lossy WebP to RGB in libwebp's own arithmetic. Its smooth interpolation of
 * colors is part of how pictures in this format look, and FFmpeg's differs from it by up to 140 levels at edges.
 */
final class WebpColors {
    private static final int LARGEST = 255 << 6 | 63;

    private final AVFrame frame;
    private final int width;
    private final int half;
    private final byte[] luma;
    private final byte[][][] chroma = new byte[2][2][];

    WebpColors(AVFrame frame) {
        this.frame = frame;
        width = frame.width();
        half = (width + 1) / 2;
        luma = new byte[width];
    }

    /** Writes a row as red, green and blue. */
    void row(int y, byte[] rgb, int at) {
        int near = y / 2;
        int other = Math.max(0, Math.min((frame.height() + 1) / 2 - 1, y % 2 == 0 ? near - 1 : near + 1));
        fetch(0, y, luma);
        for (int plane = 0; plane < 2; plane++) {
            chroma[plane][0] = fetch(plane + 1, near, new byte[half]);
            chroma[plane][1] = fetch(plane + 1, other, new byte[half]);
        }
        for (int x = 0; x < width; x++) {
            int light = 19077 * (luma[x] & 0xff) >> 8;
            int u = spread(chroma[0], x);
            int v = spread(chroma[1], x);
            rgb[at + 3 * x] = clamped(light + (26149 * v >> 8) - 14234);
            rgb[at + 3 * x + 1] = clamped(light - (6419 * u >> 8) - (13320 * v >> 8) + 8708);
            rgb[at + 3 * x + 2] = clamped(light + (33050 * u >> 8) - 17685);
        }
    }

    private byte[] fetch(int plane, int y, byte[] line) {
        frame.data(plane).position((long) y * frame.linesize(plane)).get(line);
        return line;
    }

    /**
     * Weighs the nearest sample with nine parts, its two neighbors with three each and the diagonal one with one,
     * rounded as libwebp does.
     */
    private int spread(byte[][] rows, int x) {
        int near = x / 2;
        int beside = Math.max(0, Math.min(half - 1, x % 2 == 0 ? near - 1 : near + 1));
        int nearest = rows[0][near] & 0xff;
        int sum = nearest + 3 * (rows[0][beside] & 0xff) + 3 * (rows[1][near] & 0xff) + (rows[1][beside] & 0xff) + 8;
        return (sum >> 3) + nearest >> 1;
    }

    private static byte clamped(int value) {
        return (byte) (Math.max(0, Math.min(LARGEST, value)) >> 6);
    }
}
