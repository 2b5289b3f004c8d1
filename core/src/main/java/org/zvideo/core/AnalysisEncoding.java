package org.zvideo.core;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.analysis.Analysis;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;

/** How the pictures of an analysis enter the model: as those of a run do. */
record AnalysisEncoding(ModelSize size) implements Analysis.Encoding {
    @Override
    public Tensor content(RgbImage picture) {
        return FrameCodec.content(picture, geometry(picture));
    }

    @Override
    public Tensor style(RgbImage picture) {
        return FrameCodec.style(picture, size);
    }

    @Override
    public FrameGeometry geometry(RgbImage picture) {
        return size.geometry(picture.width(), picture.height());
    }
}
