package org.zvideo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Locale;
import org.zvideo.core.FrameObserver;
import org.zvideo.core.RgbImage;
import org.zvideo.video.MediaException;
import org.zvideo.video.StillImage;

/**
 * What goes on inside chosen frames, as files: {@code DIR/frame-000012/} with the input and the predicted x̂₀ of each
 * step as PNG, the inverted noise as NPY, the energy of each step and the style's attention mass as CSV.
 */
final class Dump {
    private final Path folder;
    private final BitSet chosen;

    /**
     * @param frames {@code 0,10-12}; null for all
     */
    Dump(Path folder, String frames) {
        this.folder = folder;
        this.chosen = frames == null ? null : parse(frames);
    }

    private static BitSet parse(String frames) {
        BitSet set = new BitSet();
        for (String part : frames.split(",", -1)) {
            if (!part.matches("\\d{1,7}(-\\d{1,7})?")) {
                throw new IllegalArgumentException("--dump-frames " + frames + ": expected numbers and ranges like 0,10-12");
            }
            String[] ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first) {
                throw new IllegalArgumentException("--dump-frames " + frames + ": " + part + " runs backwards");
            }
            set.set(first, last + 1);
        }
        return set;
    }

    /** Whether a frame is dumped. */
    boolean wants(long frame) {
        return chosen == null || frame <= Integer.MAX_VALUE && chosen.get((int) frame);
    }

    private Path frameFolder(long frame) {
        return folder.resolve(String.format(Locale.ROOT, "frame-%06d", frame));
    }

    /** Writes the input of a frame. */
    void input(long frame, RgbImage image) {
        Path file = frameFolder(frame).resolve("input.png");
        write(file, StillImage.encode(image, file));
    }

    /** Writes what happens in a frame, and tells another observer too. */
    FrameObserver observer(long frame, FrameObserver progress) {
        Path here = frameFolder(frame);
        append(here.resolve("energy.csv"), "step,energy\n", true);
        append(here.resolve("style-mass.csv"), "step,layer,mass\n", true);
        return new ForwardingObserver(progress) {
            @Override
            public boolean wantsDetails() {
                return true;
            }

            @Override
            public void invertedNoise(int channels, int height, int width, float[] values) {
                write(here.resolve("inverted-noise.npy"), npy(channels, height, width, values));
            }

            @Override
            public void step(int step, RgbImage predictedOriginal, double energy) {
                Path file = here.resolve(String.format(Locale.ROOT, "x0-step-%02d.png", step));
                write(file, StillImage.encode(predictedOriginal, file));
                append(here.resolve("energy.csv"), step + "," + energy + "\n", false);
            }

            @Override
            public void styleMass(int layer, int step, double share) {
                append(here.resolve("style-mass.csv"), step + "," + layer + "," + share + "\n", false);
            }
        };
    }

    /** NumPy's file format, version 1.0: a padded header, then little-endian float32 in row-major order. */
    private static byte[] npy(int channels, int height, int width, float[] values) {
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + channels + ", " + height + ", " + width + "), }";
        int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer buffer = ByteBuffer.allocate(10 + length + Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        buffer.putShort((short) length);
        buffer.put((text + " ".repeat(length - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.IO, "dump " + file + ": " + e.getMessage(), e);
        }
    }

    private static void append(Path file, String line, boolean begin) {
        try {
            Files.createDirectories(file.getParent());
            if (begin) {
                Files.writeString(file, line);
            } else {
                Files.writeString(file, line, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("dump " + file, e);
        }
    }
}
