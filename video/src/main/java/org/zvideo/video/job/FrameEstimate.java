package org.zvideo.video.job;

import java.util.List;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.VideoReader;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.request.StyleTransferRequest;

/** What a frame of a planned job costs on this machine, from its first frames with a few steps each. */
public final class FrameEstimate {
    private FrameEstimate() {}

    /**
     * Measures it, on average over frames that the model works on and frames between them.
     *
     * @param model  loaded if it is not
     * @param folder of the job, for what does not fit into memory
     * @return seconds for a frame, without the time to load the model
     */
    public static double seconds(ShotList list, JobFolder folder, LoadedModel model, JobListener listener) {
        StyleTransferRequest request = list.request(folder.base());
        List<RgbImage> paintings = RequestFiles.paintings(request);
        MediaInfo decoded;
        try (VideoReader reader = VideoReader.open(
                request.source().file(),
                request.source().clip(),
                request.source().reading())) {
            decoded = reader.info();
        }
        Resolution resolution = Resolution.ofPlanned(list, request, model, paintings, decoded, folder.base(), listener);
        return EffortChoice.estimates(request, resolution.transfer(), paintings.get(0), list.frames(), listener)
                        .measured()
                        .plan(
                                list.frames(),
                                resolution.transfer().options(),
                                resolution.request().every())
                        .seconds()
                / list.frames();
    }
}
