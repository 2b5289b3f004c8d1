package org.zvideo.video.dump;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.AttentionMap;
import org.zvideo.core.image.ForwardingObserver;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFolder;
import org.zvideo.video.picture.StillImage;

/**
 * Writes what happens inside chosen frames, as files for Python and for {@link DumpPage}. {@code DIR/frame-000012/}
 * holds the input, the frames it attends to and the predicted x̂₀ of each step as PNG; the inverted noise and the
 * attention of every place as NPY, with the layout of the latter as JSON; and the energy and the style's attention mass
 * of each step as CSV. {@code DIR} holds the styles as PNG.
 */
public final class Dump {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Estimated bytes of a pixel as PNG. */
    private static final double BYTES_PER_PIXEL = 1.5;

    private final OutputFolder folder;
    private final BitSet chosen;
    private RgbImage first;
    private RgbImage previous;

    /**
     * Creates a dump.
     *
     * @param frames like {@code 0,10-12}, or null for all
     */
    public Dump(OutputFolder folder, String frames) {
        this.folder = folder;
        this.chosen = frames == null ? null : parse(frames);
    }

    private static BitSet parse(String frames) {
        BitSet set = new BitSet();
        for (String part : frames.split(",", -1)) {
            if (!part.matches("\\d{1,7}(-\\d{1,7})?")) {
                throw new MediaException(
                        ErrorKind.USAGE, "dump frames " + frames + ": expected numbers and ranges like 0,10-12");
            }
            String[] ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first) {
                throw new MediaException(ErrorKind.USAGE, "dump frames " + frames + ": " + part + " runs backwards");
            }
            set.set(first, last + 1);
        }
        return set;
    }

    /** Whether a frame is dumped. */
    public boolean wants(long frame) {
        return chosen == null || frame <= Integer.MAX_VALUE && chosen.get((int) frame);
    }

    /** The number of dumped frames out of the given number, if the model works on every K-th frame and the last. */
    public long count(long frames, int every) {
        return LongStream.range(0, frames)
                .filter(n -> wants(n) && (n % every == 0 || n == frames - 1))
                .count();
    }

    private static String frameFolder(long frame) {
        return String.format(Locale.ROOT, "frame-%06d/", frame);
    }

    /** Starts a new shot with the next frame. */
    public void cut() {
        first = null;
        previous = null;
    }

    /** Writes the styles as the model sees them. */
    public void styles(List<RgbImage> pictures) {
        for (int n = 0; n < pictures.size(); n++) {
            picture("style-" + n + ".png", pictures.get(n));
        }
    }

    /**
     * Receives every frame, including those that are not dumped, because later frames attend to them. Writes what the
     * dumped ones attend to.
     */
    public void input(long frame, RgbImage image) {
        if (wants(frame)) {
            picture(frameFolder(frame) + "input.png", image);
            if (first != null) {
                picture(frameFolder(frame) + "first.png", first);
                picture(frameFolder(frame) + "previous.png", previous);
            }
        }
        first = first == null ? image : first;
        previous = image;
    }

    private void picture(String name, RgbImage image) {
        folder.write(name, StillImage.encode(image, Path.of(name)));
    }

    /** Writes what happens in a frame, and forwards it to another observer. */
    public FrameObserver observer(long frame, FrameObserver progress) {
        String here = frameFolder(frame);
        begin(here);
        return new ForwardingObserver(progress) {
            @Override
            public void retried(String why) {
                begin(here); // existing files belong to the run that failed
                super.retried(why);
            }

            @Override
            public boolean wantsDetails() {
                return true;
            }

            @Override
            public void invertedNoise(int channels, int height, int width, float[] values) {
                folder.write(here + "inverted-noise.npy", new Npy(new int[] {channels, height, width}, values).bytes());
            }

            @Override
            public void step(int step, RgbImage predictedOriginal, double energy) {
                picture(here + String.format(Locale.ROOT, "x0-step-%02d.png", step), predictedOriginal);
                folder.append(here + "energy.csv", step + "," + energy + "\n");
            }

            @Override
            public void attention(AttentionMap map) {
                String name = String.format(Locale.ROOT, "attention-step-%02d", map.step());
                int queries = map.rows() * map.columns();
                folder.write(
                        here + name + ".npy",
                        new Npy(new int[] {queries, map.weights().length / queries}, map.weights()).bytes());
                folder.write(here + name + ".json", layout(map));
            }

            @Override
            public void styleMass(int layer, int step, double share) {
                folder.append(here + "style-mass.csv", step + "," + layer + "," + share + "\n");
            }
        };
    }

    private void begin(String here) {
        folder.write(here + "energy.csv", "step,energy\n".getBytes(StandardCharsets.UTF_8));
        folder.write(here + "style-mass.csv", "step,layer,mass\n".getBytes(StandardCharsets.UTF_8));
    }

    /** The layout of a map: all of it except its weights. */
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

    /** An estimate of the bytes of pictures and arrays that a frame takes. */
    public static double bytesPerFrame(int width, int height, int steps, double attentionBytes) {
        return BYTES_PER_PIXEL * width * height * (steps + 3) + attentionBytes;
    }
}
