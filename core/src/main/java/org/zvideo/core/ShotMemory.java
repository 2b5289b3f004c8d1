package org.zvideo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.diffusion.DualPath.EarlierFrames;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.guidance.Alignment;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.SafetensorsWriter;

/**
 * What the next frame of a shot needs of its anchor and of the newest frame, and no more than its ties ask for. Owns the
 * features of both.
 */
final class ShotMemory implements AutoCloseable {
    private static final String MEASURES = "measures";

    private final FrameTies ties;
    private final MemorySaving saving;
    private final RunawayGuard guard = new RunawayGuard();
    private @Nullable FrameFeatures anchor;
    /** The anchor's where no frame needs the one before it. */
    private @Nullable FrameFeatures newest;
    /** What of the two was not there before the newest frame, or is needed with it. */
    private @Nullable FrameFeatures left;

    ShotMemory(FrameTies ties, MemorySaving saving) {
        this.ties = ties;
        this.saving = saving;
    }

    RunawayGuard guard() {
        return guard;
    }

    /**
     * The frames before the next one; empty before the first.
     *
     * @param motion of the next one since the newest that it may look at
     */
    Optional<EarlierFrames> earlierFrames(FrameRole role, Optional<Alignment> motion) {
        return anchor == null || newest == null
                ? Optional.empty()
                : Optional.of(
                        new EarlierFrames(anchor, newest, role.ownNoise() ? Optional.empty() : anchor.noise(), motion));
    }

    /** Room for what a frame has to leave; empty where none of those to come looks at it. */
    Optional<FrameFeatures> room(FrameRole role) {
        return ties.any() && (anchors(role) || role.previous() && ties.toPrevious())
                ? Optional.of(new FrameFeatures(saving, ties, anchors(role)))
                : Optional.empty();
    }

    private boolean anchors(FrameRole role) {
        return anchor == null || role.anchor();
    }

    /**
     * Takes over what a frame leaves that is done.
     *
     * @param features what {@link #room} was for
     * @param measure  of the frame, for the guard
     */
    void add(FrameRole role, Optional<FrameFeatures> features, double measure) {
        if (!ties.any()) {
            return;
        }
        guard.add(measure);
        if (features.isEmpty()) {
            left = ties.toPrevious() ? newest : null;
            return;
        }
        FrameFeatures own = features.get();
        FrameFeatures before = anchor;
        FrameFeatures beforeIt = newest;
        anchor = anchors(role) ? own : anchor;
        newest = own;
        left = own;
        Stream.of(Optional.ofNullable(before), Optional.ofNullable(beforeIt))
                .flatMap(Optional::stream)
                .filter(gone -> gone != anchor && gone != newest)
                .forEach(FrameFeatures::close);
    }

    /** Writes what the newest frame leaves and waits until the disk has it; false if frames leave nothing. */
    boolean save(Path file) throws IOException {
        if (guard.history().length == 0) {
            return false;
        }
        try (TensorScope scope = TensorScope.open("writing features")) {
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
        anchor = features(ofAnchor, placement);
        boolean same = ofAnchor.equals(ofNewest) || !ties.toPrevious();
        newest = same ? anchor : features(ofNewest, placement);
        left = ofAnchor.equals(ofNewest) || ties.toPrevious() ? newest : null;
        try (TensorScope scope = TensorScope.open("reading measures");
                Safetensors tensors = Safetensors.open(ofNewest)) {
            guard.restore(Ops.doubles(tensors.read(MEASURES)));
        }
    }

    private FrameFeatures features(Path file, Placement placement) {
        try (Safetensors tensors = Safetensors.open(file)) {
            return FrameFeatures.read(tensors, saving, ties, placement);
        }
    }

    /** Bytes that are held. */
    long bytes() {
        return (anchor == null ? 0 : anchor.bytes()) + (newest == null || newest == anchor ? 0 : newest.bytes());
    }

    @Override
    public void close() {
        if (anchor != null) {
            anchor.close();
        }
        if (newest != null) {
            newest.close();
        }
    }
}
