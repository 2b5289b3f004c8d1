package org.zvideo.video.vote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.GraphFilter;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.file.TemporaryFolder;
import org.zvideo.video.picture.StillImage;

/**
 * The pictures and videos of a page. All are encoded again with the same settings and without sound and tags: so neither a
 * codec's quality votes nor does a tag tell which program made a file, and every browser can play them. Each gets a name that
 * says nothing.
 */
final class VoteMedia implements AutoCloseable {
    private static final int DIGITS = 12;

    private final int side;
    private final ReadOptions reading;
    private final Random random;
    private final VoteListener listener;
    private final TemporaryFolder folder;
    private final Map<Path, Item> items = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    /**
     * An encoded file.
     *
     * @param id its name in the page
     * @param type as browsers call it
     */
    record Item(String id, String type, Path file) {}

    /**
     * Starts without any.
     *
     * @param side longer sides are scaled down to this
     * @param random draws the names
     */
    VoteMedia(int side, ReadOptions reading, Random random, VoteListener listener) {
        this.side = side;
        this.reading = reading;
        this.random = random;
        this.listener = listener;
        try {
            folder = TemporaryFolder.create("vote");
        } catch (IOException e) {
            throw new MediaException(ErrorKind.CANNOT_CREATE, "no temporary folder: " + FileReason.of(e), e);
        }
    }

    /** Encodes a file, once, and gives its name. */
    String add(String what, Path file) {
        Item known = items.get(file);
        if (known == null) {
            known = StillImage.isPicture(file) ? picture(what, file) : video(file);
            items.put(file, known);
            listener.encoded();
        }
        return known.id();
    }

    /** All, in the order of their names. */
    List<Item> all() {
        return items.values().stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList();
    }

    /** A name for a study: another for other pictures, videos or facts. */
    String digest(String facts) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(facts.getBytes(StandardCharsets.UTF_8));
            for (Item item : all()) {
                digest.update(Files.readAllBytes(item.file()));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Item picture(String what, Path file) {
        RgbImage image = StillImage.read(what, file);
        double scale = Math.min(1, (double) side / Math.max(image.width(), image.height()));
        RgbImage shown = StillImage.resized(
                image, scaled(image.width(), scale), scaled(image.height(), scale)); // the same if it is small
        String id = name();
        Path encoded = folder.path().resolve(id + ".jpg");
        try {
            OwnFiles.write(encoded, StillImage.encode(shown, encoded));
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, what + " " + file + ": " + FileReason.of(e), e);
        }
        return new Item(id, "image/jpeg", encoded);
    }

    private static int scaled(int length, double scale) {
        return Math.max(1, (int) Math.rint(length * scale));
    }

    private Item video(Path file) {
        String id = name();
        Path encoded = folder.path().resolve(id + ".mp4");
        GraphFilter scale = new GraphFilter("scale=iw*sar:ih,scale=w='min(" + side + ",iw)':h='min(" + side
                + ",ih)':force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area,setsar=1");
        try {
            new FramePipeline(List.of(), List.of(scale), true)
                    .run(
                            file,
                            Clip.WHOLE,
                            reading,
                            encoded,
                            encoded.getFileName().toString(),
                            new EncoderSettings(VideoCodec.H264, VideoCodec.H264.defaultQuality()),
                            new FramePipeline.Listener() {
                                @Override
                                public void checkpoint() {
                                    listener.checkpoint();
                                }
                            });
        } finally {
            scale.release();
        }
        return new Item(id, "video/mp4", encoded);
    }

    private String name() {
        String name = String.format("m%08x", random.nextInt());
        return names.add(name) ? name : name();
    }

    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            return; // in the system's folder for what may be lost
        }
    }

    /** The number of bytes of all. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Item item : items.values()) {
            bytes += Files.size(item.file());
        }
        return bytes;
    }
}
