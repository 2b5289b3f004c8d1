import java.nio.file.Files;
import java.nio.file.Path;
import org.zvideo.core.Shot;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Threads;
import org.zvideo.video.picture.StillImage;

/** One picture in the style of another: {@code java OneImage MODEL PHOTO PAINTING OUT.png}. */
public class OneImage {
    public static void main(String[] args) throws Exception {
        Threads.use(Runtime.getRuntime().availableProcessors());
        Path out = Path.of(args[3]);
        try (StyleTransfer transfer = StyleTransfer.open(Path.of(args[0]));
                Style style = transfer.style(StillImage.readStyle(Path.of(args[2])));
                Shot shot = transfer.shot(style)) {
            RgbImage result = shot.next(StillImage.read("photo", Path.of(args[1])));
            Files.write(out, StillImage.encode(result, out));
        }
    }
}
