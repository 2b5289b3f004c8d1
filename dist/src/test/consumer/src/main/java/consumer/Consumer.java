package consumer;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.zvideo.model.mini.MiniModel;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.StyleTransferRequest;

/** A picture in the style of another, with nothing but what the coordinates bring: {@code Consumer PHOTO PAINTING OUT}. */
public final class Consumer {
    private Consumer() {}

    /**
     * Runs it.
     *
     * @param args photo, painting, result
     */
    public static void main(String[] args) {
        StyleTransferRequest request = StyleTransferRequest.of(
                        MiniModel.folder(), Path.of(args[0]), Path.of(args[1]), Path.of(args[2]))
                .withMethod(MethodRequest.DEFAULT.withSteps(OptionalInt.of(2), OptionalInt.of(64)));
        new StyleTransferJob(request).run(JobListener.SILENT);
    }
}
