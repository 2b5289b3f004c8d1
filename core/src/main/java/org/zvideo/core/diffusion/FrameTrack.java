package org.zvideo.core.diffusion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.torch.TensorOwner;

/**
 * A frame on its way through its windows. Where frames of a later window look at it, it keeps its latents of all steps, and the
 * masks of its styles.
 */
public final class FrameTrack implements AutoCloseable {
    private final TensorOwner owner = new TensorOwner("frame of a window");
    private final Tensor clean;
    private final List<Tensor> masks;
    private final LatentPath inversion;
    private final LatentPath denoising;
    private final LatentPath reconstruction;

    /**
     * A frame with its clean latent [1, C, h, w].
     *
     * @param masks where each style acts, on the padded picture [H, W]; none for everywhere
     * @param whole whether it keeps the latents of all steps
     */
    public FrameTrack(Tensor clean, List<Tensor> masks, boolean whole) {
        this.clean = owner.keep(clean.contiguous());
        this.masks = masks.stream().map(mask -> owner.keep(mask.contiguous())).toList();
        inversion = new LatentPath(whole);
        denoising = new LatentPath(whole);
        reconstruction = new LatentPath(true); // each step of the stylized path takes from it
    }

    /** Its clean latent. */
    public Tensor clean() {
        return clean;
    }

    /** Its latents from the clean one to the noise. */
    LatentPath inversion() {
        return inversion;
    }

    /** Its latents from the adjusted noise to the result. */
    LatentPath denoising() {
        return denoising;
    }

    /** The same without styles; empty where no style has a mask. */
    LatentPath reconstruction() {
        return reconstruction;
    }

    /** A style's mask on the grids of a U-Net with that many levels; the tensors belong to the current scope. */
    public RegionMask region(int style, int levels) {
        return new RegionMask(masks.get(style), clean.size(2), clean.size(3), levels);
    }

    /** Whether styles have masks. */
    public boolean masked() {
        return !masks.isEmpty();
    }

    /** All of it by name, for a safetensors file. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        put(tensors, "inverted.", inversion);
        put(tensors, "denoised.", denoising);
        put(tensors, "plain.", reconstruction);
        for (int n = 0; n < masks.size(); n++) {
            tensors.put("mask." + n, masks.get(n));
        }
        return tensors;
    }

    private static void put(Map<String, Tensor> tensors, String name, LatentPath path) {
        for (int n = 0; n < path.count(); n++) {
            tensors.put(name + n, path.at(n));
        }
    }

    /** Frees what it holds. */
    @Override
    public void close() {
        inversion.close();
        denoising.close();
        reconstruction.close();
        owner.close();
    }
}
