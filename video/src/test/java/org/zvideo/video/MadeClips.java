package org.zvideo.video;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/**
 * Seven clips of 14 frames whose motion and light are known exactly. They are made of the test data at 480×270, scaled to the size
 * that is asked for, and only then lit, darkened or covered with grain, so that light and grain are the same at every size.
 *
 * @param width  of the frames
 * @param height of the frames
 */
public record MadeClips(int width, int height) {
    public static final int FRAMES = 14;
    /** The size at which the widths of the transport hold. */
    public static final MadeClips FULL = new MadeClips(480, 270);

    private static final int GROUND_WIDTH = 900;
    private static final int GROUND_HEIGHT = 600;
    private static final int PATCH = 110;
    private static final int TOP = 150;
    private static final int LEFT = 100;
    private static final int PAN = 14;
    private static final int OBJECT = 22;

    /** All clips by their names. */
    public Map<String, List<RgbImage>> all() {
        Map<String, List<RgbImage>> clips = new LinkedHashMap<>();
        clips.put("pan", pan());
        clips.put("object", object());
        clips.put("zoom", zoom());
        clips.put("grain", grain());
        clips.put("lightflicker", lightFlicker());
        clips.put("fadein", fadeIn());
        clips.put("flash", flash());
        return clips;
    }

    /** The camera moves to the right by 14 pixels of 480 in each frame. */
    public List<RgbImage> pan() {
        RgbImage ground = ground();
        return frames(i -> scaled(cut(ground, 40 + PAN * i)));
    }

    /** A square patch moves to the right by 22 pixels of 480 in each frame, over a still photo. */
    public List<RgbImage> object() {
        RgbImage ground = ground();
        RgbImage patch = StillImage.resized(photo("chelsea.jpg"), PATCH, PATCH);
        return frames(i -> {
            RgbImage frame = cut(ground, LEFT);
            for (int row = 0; row < PATCH; row++) {
                System.arraycopy(
                        patch.pixels(),
                        3 * PATCH * row,
                        frame.pixels(),
                        3 * (FULL.width * (80 + row) + 20 + OBJECT * i),
                        3 * PATCH);
            }
            return scaled(frame);
        });
    }

    /** The camera moves in: the enlargement grows by 0.03 in each frame, about the center. */
    public List<RgbImage> zoom() {
        RgbImage ground = ground();
        return frames(i -> scaled(enlarged(ground, 1 + 0.03 * i)));
    }

    /** Nothing moves, under grain with a deviation of 12 levels, the same in all channels. */
    public List<RgbImage> grain() {
        RgbImage still = still();
        Random random = new Random(1);
        return frames(i -> {
            RgbImage frame = new RgbImage(width, height);
            for (int pixel = 0; pixel < width * height; pixel++) {
                double grain = 12 * random.nextGaussian();
                for (int n = 3 * pixel; n < 3 * pixel + 3; n++) {
                    frame.pixels()[n] = level((still.pixels()[n] & 0xff) + grain);
                }
            }
            return frame;
        });
    }

    /** Nothing moves, and the light of every second frame is 12 % above or below the mean. */
    public List<RgbImage> lightFlicker() {
        RgbImage still = still();
        return frames(i -> lit(still, level -> level * (i % 2 == 0 ? 1.12 : 0.88)));
    }

    /** A film that comes out of the dark within 8 frames; the first one is black. */
    public List<RgbImage> fadeIn() {
        List<RgbImage> bunny = bunny();
        return frames(i -> lit(bunny.get(i), level -> level * Math.min(1, i / 8.0)));
    }

    /** A film whose frame 6 is nearly white. */
    public List<RgbImage> flash() {
        List<RgbImage> bunny = bunny();
        return frames(i -> i == 6 ? lit(bunny.get(i), level -> 255 - 0.1 * (255 - level)) : bunny.get(i));
    }

    /** The first frames of the shipped clip, of which the last two are made. */
    public List<RgbImage> bunny() {
        return TimedFrames.images(TestMedia.BUNNY, Clip.of(0, FRAMES), ReadOptions.DEFAULT, Optional.empty()).stream()
                .map(this::scaled)
                .toList();
    }

    private static List<RgbImage> frames(IntFunction<RgbImage> frame) {
        return new ArrayList<>(IntStream.range(0, FRAMES).mapToObj(frame).toList());
    }

    private RgbImage still() {
        return scaled(cut(ground(), LEFT));
    }

    private static RgbImage ground() {
        return StillImage.resized(photo("coffee.jpg"), GROUND_WIDTH, GROUND_HEIGHT);
    }

    private static RgbImage photo(String name) {
        return StillImage.read("photo", TestMedia.TESTDATA.resolve("photos").resolve(name));
    }

    private static RgbImage cut(RgbImage ground, int left) {
        RgbImage frame = new RgbImage(FULL.width, FULL.height);
        for (int row = 0; row < FULL.height; row++) {
            System.arraycopy(
                    ground.pixels(),
                    3 * (GROUND_WIDTH * (TOP + row) + left),
                    frame.pixels(),
                    3 * FULL.width * row,
                    3 * FULL.width);
        }
        return frame;
    }

    /** The same part of the ground, enlarged about its center; between pixels bilinear. */
    private static RgbImage enlarged(RgbImage ground, double scale) {
        RgbImage frame = new RgbImage(FULL.width, FULL.height);
        double centerX = (FULL.width - 1) / 2.0;
        double centerY = (FULL.height - 1) / 2.0;
        for (int y = 0; y < FULL.height; y++) {
            for (int x = 0; x < FULL.width; x++) {
                double atX = LEFT + centerX + (x - centerX) / scale;
                double atY = TOP + centerY + (y - centerY) / scale;
                int corner = GROUND_WIDTH * (int) atY + (int) atX;
                double u = atX - (int) atX;
                double v = atY - (int) atY;
                for (int c = 0; c < 3; c++) {
                    double above = (1 - u) * ground.at(corner, c) + u * ground.at(corner + 1, c);
                    double below =
                            (1 - u) * ground.at(corner + GROUND_WIDTH, c) + u * ground.at(corner + GROUND_WIDTH + 1, c);
                    frame.pixels()[3 * (FULL.width * y + x) + c] = level((1 - v) * above + v * below);
                }
            }
        }
        return frame;
    }

    private RgbImage scaled(RgbImage frame) {
        return StillImage.resized(frame, width, height);
    }

    private static RgbImage lit(RgbImage picture, DoubleUnaryOperator light) {
        RgbImage frame = new RgbImage(picture.width(), picture.height());
        for (int n = 0; n < frame.pixels().length; n++) {
            frame.pixels()[n] = level(light.applyAsDouble(picture.pixels()[n] & 0xff));
        }
        return frame;
    }

    private static byte level(double value) {
        return (byte) (int) Math.rint(Math.max(0, Math.min(255, value)));
    }
}
