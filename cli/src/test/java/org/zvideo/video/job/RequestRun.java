package org.zvideo.video.job;

import java.nio.file.Path;
import org.zvideo.video.request.RequestJson;

/** A program that is sent a request and runs it: {@code java RequestRun REQUEST.json}. */
final class RequestRun {
    private RequestRun() {}

    public static void main(String[] arguments) {
        new StyleTransferJob(RequestJson.read(Path.of(arguments[0]))).run(JobListener.SILENT);
    }
}
