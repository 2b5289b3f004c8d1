package org.zvideo.core;

import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelSource;

/** The same model in float32, loaded when a frame first needs it: numbers that 16 bits cannot hold are rare. */
final class Float32Fallback implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Float32Fallback.class);

    private final ModelSource source;
    private final Optional<MotionSource> motion;
    private final Placement placement;
    private final Map<String, ReadFile> files;
    private LatentDiffusion model;

    /** @param files that were read for the model of which this is to be the same */
    Float32Fallback(
            ModelSource source, Optional<MotionSource> motion, Placement placement, Map<String, ReadFile> files) {
        this.motion = motion;
        this.files = files;
        this.source = source;
        this.placement = new Placement(placement.device(), Precision.F32, placement.kernels());
    }

    LatentDiffusion get() {
        if (model == null) {
            LOG.warn("{}: loading it in float32 too", source.model());
            files.values().forEach(ReadFile::requireUnchanged);
            try (ModelContainer container = source.open()) {
                model = LatentDiffusion.load(container, placement, motion);
            }
        }
        return model;
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
