package org.zvideo.core.weights;

import java.util.Optional;
import java.util.stream.Stream;

/** Describes an autoencoder that lies in a file of its own: Stable Diffusion's, or a tiny one. */
final class VaeDescription {
    private VaeDescription() {}

    static Optional<Description> of(Description empty, Safetensors file) {
        if (has(file, "encoder.layers.") || has(file, "decoder.layers.")) {
            return Optional.of(tiny(empty, file, true, has(file, "encoder."), has(file, "decoder.")));
        }
        if (isConvolution(file, "0.weight", 64, 3) && has(file, "1.conv.0.")) {
            return Optional.of(tiny(empty, file, false, true, false));
        }
        if (file.names().contains("1.weight") && !file.names().contains("0.weight") && has(file, "3.conv.0.")) {
            return Optional.of(tiny(empty, file, false, false, true));
        }
        boolean kl =
                Stream.of("encoder.conv_in.weight", "decoder.conv_in.weight").allMatch(file.names()::contains)
                        && (has(file, "decoder.up") || has(file, "decoder.mid"));
        return kl
                ? Optional.of(new Description(empty.path(), "VAE (AutoencoderKL)", empty.facts())
                        .with("names", has(file, "decoder.up_blocks.") ? "diffusers" : "latent diffusion")
                        .with("latent channels", channels(file, "decoder.conv_in.weight"))
                        .measured(file))
                : Optional.empty();
    }

    private static Description tiny(
            Description empty, Safetensors file, boolean diffusers, boolean encoder, boolean decoder) {
        String halves = encoder && decoder ? "encoder and decoder" : encoder ? "encoder" : "decoder";
        String latent = decoder
                ? channels(file, diffusers ? "decoder.layers.0.weight" : "1.weight")
                : Long.toString(file.names().stream()
                        .map(file::shape)
                        .filter(shape -> shape.length == 4 && shape[0] <= 32)
                        .mapToLong(shape -> shape[0])
                        .min()
                        .orElse(0));
        return new Description(empty.path(), "tiny VAE (TAESD)", empty.facts())
                .with("parts", halves)
                .with("names", diffusers ? "diffusers" : "TAESD's own")
                .with("latent channels", latent.equals("0") ? "" : latent)
                .measured(file);
    }

    private static String channels(Safetensors file, String key) {
        return file.names().contains(key) && file.shape(key).length == 4 ? Long.toString(file.shape(key)[1]) : "";
    }

    private static boolean isConvolution(Safetensors file, String key, long out, long in) {
        return file.names().contains(key)
                && file.shape(key).length == 4
                && file.shape(key)[0] == out
                && file.shape(key)[1] == in;
    }

    private static boolean has(Safetensors file, String start) {
        return file.names().stream().anyMatch(name -> name.startsWith(start));
    }
}
