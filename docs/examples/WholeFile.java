import java.nio.file.Path;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.report.FrameStatistics;

/**
 * A whole video with its sound, a report, and a run that resumes where it stopped:
 * {@code java WholeFile MODEL VIDEO PAINTING OUT.mp4}.
 */
public class WholeFile {
    public static void main(String[] args) {
        StyleTransferRequest request =
                StyleTransferRequest.of(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
        JobListener listener = new JobListener() {
            @Override
            public void frame(FrameStatistics frame) {
                System.out.printf("frame %d: %.1f s%n", frame.frame(), frame.seconds());
            }
        };
        new StyleTransferJob(request).run(listener);
    }
}
