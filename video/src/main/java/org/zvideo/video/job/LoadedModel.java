package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Threads;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.MotionRequest;

/**
 * The model and the styles that are in memory. A job takes over what it has in common with the one before it, so that a batch
 * loads the model once. Belongs to one thread, which opens, uses and closes it.
 */
public final class LoadedModel implements AutoCloseable {
    private ModelKey modelKey;
    private StyleTransfer opened;
    private Map<String, HashedFile> files;
    private final int styleSets;
    /** Least recently used first. */
    private final Map<StyleKey, PreparedStyles> styles = new LinkedHashMap<>(4, 0.75f, true);

    /** All that the weights in memory depend on. */
    private record ModelKey(ModelSource source, Optional<MotionSource> motion, Placement placement) {}

    /** All that prepared styles depend on; another number of threads adds up in another order. */
    private record StyleKey(StyleTransferOptions options, List<RgbImage> pictures, List<Double> lambdas, int threads) {}

    /** One that keeps the styles of the newest job. */
    public LoadedModel() {
        this(1);
    }

    /**
     * One that keeps the styles of several jobs, for a program that takes turns between them.
     *
     * @param styleSets how many jobs' styles stay in memory, at least 1
     */
    public LoadedModel(int styleSets) {
        this.styleSets = styleSets;
    }

    /** The model with these settings, loaded only if another one is in memory or it lies elsewhere. */
    StyleTransfer with(Machine machine, Placement placement, StyleTransferOptions options, JobListener listener) {
        ModelKey wanted = new ModelKey(machine.source(), machine.motion().map(MotionRequest::source), placement);
        if (!wanted.equals(modelKey)) {
            close();
            listener.detail("model " + machine.model() + " on " + placement.device() + ", "
                    + EnumNames.of(placement.precision()));
            opened = machine.open(placement, options);
            modelKey = wanted;
            opened.modelNotes().forEach(listener::warning);
        }
        return opened.with(options);
    }

    /** What the model was read from, hashed once for all jobs that use it. */
    Map<String, HashedFile> files(KeptHashes hashes) {
        if (files == null) {
            files = new LinkedHashMap<>();
            opened.modelFiles().forEach((role, file) -> files.put(role, HashedFile.of(file, hashes)));
        }
        return files;
    }

    /** The styles for this model, which stay this object's. */
    PreparedStyles styles(StyleTransfer transfer, List<RgbImage> pictures, List<Double> lambdas, JobListener listener) {
        StyleKey wanted = new StyleKey(transfer.options(), pictures, lambdas, Threads.count());
        PreparedStyles kept = styles.get(wanted);
        if (kept == null) {
            closeStyles(styleSets - 1);
            kept = new PreparedStyles(transfer, pictures, lambdas, listener);
            styles.put(wanted, kept);
        }
        return kept;
    }

    /** Frees the styles that lie in files of a folder, which can be deleted then; no other job has a use for them. */
    void forgetStylesIn(Path folder) {
        Optional<Path> place = Optional.of(folder);
        styles.entrySet().removeIf(set -> {
            boolean there = set.getKey().options().memory().folder().equals(place);
            if (there) {
                set.getValue().close();
            }
            return there;
        });
    }

    /** Frees the styles that were not used for the longest time until no more than the given number of sets are left. */
    private void closeStyles(int left) {
        for (Iterator<PreparedStyles> each = styles.values().iterator(); styles.size() > left; ) {
            each.next().close();
            each.remove();
        }
    }

    /** Frees the styles and the model; the next job loads them again. */
    @Override
    public void close() {
        closeStyles(0);
        modelKey = null;
        files = null;
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
