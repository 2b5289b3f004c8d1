package org.zvideo.video.dump;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.zvideo.core.AttentionMap;
import org.zvideo.core.ForwardingObserver;
import org.zvideo.core.FrameObserver;
import org.zvideo.core.RgbImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.StillImage;

/**
 * What goes on inside chosen frames, as files for Python and for {@link DumpPage}: in {@code DIR/frame-000012/} the input,
 * the frames it looks at and the predicted x̂₀ of each step as PNG; the inverted noise and where every place looks as NPY,
 * with the layout of the latter as JSON; the energy of each step and the style's attention mass as CSV; in {@code DIR} the
 * styles as PNG.
 */
public final class Dump {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of a picture as PNG, a guess. */
    private static final double BYTES_PER_PIXEL = 1.5;

    private final Path folder;
    private final BitSet chosen;
    private RgbImage first;
    private RgbImage previous;

    /**
     * @param frames {@code 0,10-12}; null for all
     */
    public Dump(Path folder, String frames) {
        this.folder = folder;
        this.chosen = frames == null ? null : parse(frames);
    }

    private static BitSet parse(String frames) {
        BitSet set = new BitSet();
        for (String part : frames.split(",", -1)) {
            if (!part.matches("\\d{1,7}(-\\d{1,7})?")) {
                throw new IllegalArgumentException("dump frames " + frames + ": expected numbers and ranges like 0,10-12");
            }
            String[] ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first) {
                throw new IllegalArgumentException("dump frames " + frames + ": " + part + " runs backwards");
            }
            set.set(first, last + 1);
        }
        return set;
    }

    /** Whether a frame is dumped. */
    public boolean wants(long frame) {
        return chosen == null || frame <= Integer.MAX_VALUE && chosen.get((int) frame);
    }

    /** How many of so many frames are dumped, if the model works on every K-th and the last. */
    public long count(long frames, int every) {
        return LongStream.range(0, frames).filter(n -> wants(n) && (n % every == 0 || n == frames - 1)).count();
    }

    private Path frameFolder(long frame) {
        return folder.resolve(String.format(Locale.ROOT, "frame-%06d", frame));
    }

    /** The next frame begins a shot. */
    public void cut() {
        first = null;
        previous = null;
    }

    /** Writes the styles as the model sees them. */
    public void styles(List<RgbImage> pictures) {
        for (int n = 0; n < pictures.size(); n++) {
            picture(folder.resolve("style-" + n + ".png"), pictures.get(n));
        }
    }

    /** Told every frame, also such as are not dumped: later ones look at them. Writes what the wanted ones see. */
    public void input(long frame, RgbImage image) {
        if (wants(frame)) {
            picture(frameFolder(frame).resolve("input.png"), image);
            if (first != null) {
                picture(frameFolder(frame).resolve("first.png"), first);
                picture(frameFolder(frame).resolve("previous.png"), previous);
            }
        }
        first = first == null ? image : first;
        previous = image;
    }

    private static void picture(Path file, RgbImage image) {
        write(file, StillImage.encode(image, file));
    }

    /** Writes what happens in a frame, and tells another observer too. */
    public FrameObserver observer(long frame, FrameObserver progress) {
        Path here = frameFolder(frame);
        begin(here);
        return new ForwardingObserver(progress) {
            @Override
            public void retried(String why) {
                begin(here); // what is there is of the run that failed
                super.retried(why);
            }

            @Override
            public boolean wantsDetails() {
                return true;
            }

            @Override
            public void invertedNoise(int channels, int height, int width, float[] values) {
                write(here.resolve("inverted-noise.npy"), new Npy(new int[] {channels, height, width}, values).bytes());
            }

            @Override
            public void step(int step, RgbImage predictedOriginal, double energy) {
                picture(here.resolve(String.format(Locale.ROOT, "x0-step-%02d.png", step)), predictedOriginal);
                append(here.resolve("energy.csv"), step + "," + energy + "\n", false);
            }

            @Override
            public void attention(AttentionMap map) {
                String name = String.format(Locale.ROOT, "attention-step-%02d", map.step());
                int queries = map.rows() * map.columns();
                write(here.resolve(name + ".npy"), new Npy(new int[] {queries, map.weights().length / queries},
                        map.weights()).bytes());
                write(here.resolve(name + ".json"), layout(map));
            }

            @Override
            public void styleMass(int layer, int step, double share) {
                append(here.resolve("style-mass.csv"), step + "," + layer + "," + share + "\n", false);
            }
        };
    }

    private static void begin(Path here) {
        append(here.resolve("energy.csv"), "step,energy\n", true);
        append(here.resolve("style-mass.csv"), "step,layer,mass\n", true);
    }

    /** All of the map but its weights. */
    private static byte[] layout(AttentionMap map) {
        Map<String, Object> layout = new LinkedHashMap<>();
        layout.put("layer", map.layer());
        layout.put("step", map.step());
        layout.put("rows", map.rows());
        layout.put("columns", map.columns());
        layout.put("coveredWidth", map.coveredWidth());
        layout.put("coveredHeight", map.coveredHeight());
        layout.put("blocks", map.blocks());
        try {
            return JSON.writeValueAsBytes(layout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** About how many bytes of pictures and arrays a frame has. */
    public static double bytesPerFrame(int width, int height, int steps, double attentionBytes) {
        return BYTES_PER_PIXEL * width * height * (steps + 3) + attentionBytes;
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
