import java.nio.ByteBuffer;
import java.util.Map;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.video.QueuedFilter;
import org.zvideo.video.spi.FrameFilterProvider;

/** A plug-in: {@code --filter posterize=levels=4}. Compiled into a jar with META-INF beside it. */
public class Posterize implements FrameFilterProvider {
    @Override
    public String name() {
        return "posterize";
    }

    @Override
    public String description() {
        return "few levels of each color: levels=2 to 64 (default 4)";
    }

    @Override
    public FrameFilter create(Map<String, String> options) {
        if (!options.keySet().stream().allMatch("levels"::equals)) {
            throw new IllegalArgumentException("expected levels only");
        }
        int levels = Integer.parseInt(options.getOrDefault("levels", "4"));
        if (levels < 2 || levels > 64) {
            throw new IllegalArgumentException("levels " + levels + ": expected 2 to 64");
        }
        return new Filter(levels);
    }

    private static final class Filter extends QueuedFilter {
        private final int levels;

        private Filter(int levels) {
            this.levels = levels;
        }

        @Override
        public void start() {
        }

        @Override
        public void push(Frame frame) {
            if (frame == null) {
                return; // the end: nothing is held back
            }
            Frame result = new Frame(frame.imageWidth, frame.imageHeight, Frame.DEPTH_UBYTE, 3);
            result.timestamp = frame.timestamp;
            ByteBuffer from = (ByteBuffer) frame.image[0];
            ByteBuffer to = (ByteBuffer) result.image[0];
            for (int y = 0; y < frame.imageHeight; y++) {
                for (int x = 0; x < 3 * frame.imageWidth; x++) {
                    int level = (from.get(y * frame.imageStride + x) & 0xff) * levels / 256;
                    to.put(y * result.imageStride + x, (byte) (level * 255 / (levels - 1)));
                }
            }
            emit(result);
        }
    }
}
