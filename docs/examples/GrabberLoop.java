import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.torch.Threads;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.filter.StyleTransferFilter;

/** The filter in a loop of JavaCV's own: {@code java GrabberLoop MODEL IN.mp4 PAINTING OUT.mkv STEPS}. */
public class GrabberLoop {
    public static void main(String[] args) throws Exception {
        Threads.use(Runtime.getRuntime().availableProcessors());
        StyleTransferOptions options = StyleTransferOptions.defaults().withMethod(
                StyleTransferOptions.methodDefaults(Integer.parseInt(args[4]), FrameConsistency.FULL));
        try (StyleTransfer transfer = StyleTransfer.open(Path.of(args[0]), options);
                Style style = transfer.style(StillImage.readStyle(Path.of(args[2])));
                FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(args[1])) {
            grabber.start(); // BGR, as the filter wants it
            StyleTransferFilter filter = new StyleTransferFilter(transfer, style);
            try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(args[3], grabber.getImageWidth(),
                    grabber.getImageHeight())) {
                recorder.setFrameRate(grabber.getFrameRate());
                recorder.setVideoCodecName("ffv1");
                recorder.setPixelFormat(avutil.AV_PIX_FMT_BGR0);
                recorder.start();
                filter.start();
                for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                    filter.push(frame);
                    try (Frame stylized = filter.pull()) {
                        recorder.record(stylized);
                    }
                }
            } finally {
                filter.release();
            }
        }
    }
}
