package org.zvideo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.SafetensorsWriter;

/**
 * What the frames of a shot need of its anchor and of the frame before them, and no more than their ties ask for. It stands
 * at two places of the shot at once: before the next frame that begins, and after the last one that is done. Owns the
 * features of all frames between.
 */
final class ShotMemory implements AutoCloseable {
    private static final String MEASURES = "measures";

    private final FrameTies ties;
    private final MemorySaving saving;
    private final RunawayGuard guard = new RunawayGuard();
    private final Set<FrameFeatures> held = new LinkedHashSet<>();
    private Past started = Past.NOTHING;
    private Past done = Past.NOTHING;

    /**
     * What there is after a frame.
     *
     * @param anchor of the frame that those to come look at as their first one
     * @param newest of the frame right before the next one; the anchor's where no frame needs that
     * @param left   what of the two was not there before that frame, or is needed with it
     */
    private record Past(
            @Nullable FrameFeatures anchor,
            @Nullable FrameFeatures newest,
            @Nullable FrameFeatures left) {
        private static final Past NOTHING = new Past(null, null, null);

        private boolean anchors(FrameRole role) {
            return anchor == null || role.anchor();
        }

        private Past after(FrameRole role, @Nullable FrameFeatures own, FrameTies ties) {
            return own == null
                    ? new Past(anchor, newest, ties.toPrevious() ? newest : null)
                    : new Past(anchors(role) ? own : anchor, own, own);
        }

        private boolean holds(FrameFeatures features) {
            return features == anchor || features == newest;
        }
    }

    /**
     * What a frame takes from the shot and gives to it.
     *
     * @param first    features of its anchor
     * @param previous features of the frame before it
     * @param own      room for what it leaves; empty where none of those to come looks at it
     */
    record Links(Optional<FrameFeatures> first, Optional<FrameFeatures> previous, Optional<FrameFeatures> own) {
        private boolean use(FrameFeatures features) {
            return first.filter(one -> one == features).isPresent()
                    || previous.filter(one -> one == features).isPresent()
                    || own.filter(one -> one == features).isPresent();
        }
    }

    ShotMemory(FrameTies ties, MemorySaving saving) {
        this.ties = ties;
        this.saving = saving;
    }

    RunawayGuard guard() {
        return guard;
    }

    /** Links the next frame of the shot to those before it. */
    Links begin(FrameRole role) {
        boolean anchors = started.anchors(role);
        FrameFeatures own = ties.any() && (anchors || role.previous() && ties.toPrevious())
                ? new FrameFeatures(saving, ties, anchors)
                : null;
        Links links = new Links(
                Optional.ofNullable(started.anchor()), Optional.ofNullable(started.newest()), Optional.ofNullable(own));
        if (own != null) {
            held.add(own);
        }
        started = started.after(role, own, ties);
        return links;
    }

    /**
     * The oldest frame under way is done.
     *
     * @param measure of the frame, for the guard
     * @param others  the links of the other frames under way; what neither they nor later ones need is freed
     */
    void done(FrameRole role, Links links, double measure, Iterable<Links> others) {
        if (!ties.any()) {
            return;
        }
        guard.add(measure);
        done = done.after(role, links.own().orElse(null), ties);
        held.removeIf(features -> {
            boolean needed = started.holds(features) || done.holds(features);
            for (Links other : others) {
                needed |= other.use(features);
            }
            if (!needed) {
                features.close();
            }
            return !needed;
        });
    }

    /** Writes what the newest frame that is done leaves and waits until the disk has it; false if frames leave nothing. */
    boolean save(Path file) throws IOException {
        if (guard.history().length == 0) {
            return false;
        }
        try (TensorScope scope = TensorScope.open("writing features")) {
            FrameFeatures left = done.left();
            Map<String, Tensor> tensors = new LinkedHashMap<>(left == null ? Map.of() : left.tensors());
            double[] measures = guard.history();
            tensors.put(MEASURES, Ops.tensor(measures, measures.length));
            SafetensorsWriter.write(file, tensors);
        }
        return true;
    }

    /** Reads what {@link #save} wrote after the anchor and after the newest frame. */
    void restore(Path ofAnchor, Path ofNewest, Placement placement) {
        close();
        FrameFeatures anchor = features(ofAnchor, placement);
        boolean same = ofAnchor.equals(ofNewest) || !ties.toPrevious();
        FrameFeatures newest = same ? anchor : features(ofNewest, placement);
        done = new Past(anchor, newest, ofAnchor.equals(ofNewest) || ties.toPrevious() ? newest : null);
        started = done;
        try (TensorScope scope = TensorScope.open("reading measures");
                Safetensors tensors = Safetensors.open(ofNewest)) {
            if (!tensors.names().contains(MEASURES)
                    || tensors.shape(MEASURES).length != 1
                    || !tensors.holdsFractions(MEASURES)) {
                throw new ZvideoException(
                        ErrorKind.BAD_INPUT,
                        ofNewest + ": the measures of its frames are missing; it is damaged",
                        Remedy.of(Remedy.Id.START_OVER),
                        null);
            }
            guard.restore(Ops.doubles(tensors.read(MEASURES)));
        }
    }

    private FrameFeatures features(Path file, Placement placement) {
        try (Safetensors tensors = Safetensors.open(file)) {
            FrameFeatures features = FrameFeatures.read(tensors, saving, ties, placement);
            held.add(features);
            return features;
        }
    }

    /** Bytes that are held. */
    long bytes() {
        return held.stream().mapToLong(FrameFeatures::bytes).sum();
    }

    @Override
    public void close() {
        held.forEach(FrameFeatures::close);
        held.clear();
        started = Past.NOTHING;
        done = Past.NOTHING;
    }
}
