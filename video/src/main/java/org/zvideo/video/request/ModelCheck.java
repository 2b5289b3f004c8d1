package org.zvideo.video.request;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.weights.HubCache;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.core.weights.ModelPlace;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.video.error.MediaException;

/** Looks whether the files of a model exist, before anything is loaded. */
final class ModelCheck {
    private ModelCheck() {}

    /** Fails if there is no file or folder of a name, or the configs do not describe the model. */
    static void require(ModelSource source, Optional<MotionRequest> motion) {
        requirePath("model", source.model());
        source.vae().ifPresent(path -> requirePath("vae", path));
        source.decoder().ifPresent(path -> requirePath("decoder", path));
        motion.map(MotionRequest::file).ifPresent(module -> requirePath("motion module", module));
        for (LoraFile lora : source.loras()) {
            LocalFiles.require("LoRA", lora.file());
            if (!Files.exists(lora.file())) {
                throw new MediaException(ErrorKind.MISSING_INPUT, "LoRA " + lora.file() + ": no such file");
            }
        }
        source.configs().ifPresent(configs -> requireConfigs(source.model(), configs));
    }

    private static void requireConfigs(Path model, Path configs) {
        if (Files.isDirectory(ModelPlace.of(model))) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "model configs " + configs + ": without effect beside the folder " + model
                            + ", which has its own configs; they describe a single .safetensors file");
        }
        if (!Files.isDirectory(configs)) {
            throw new MediaException(ErrorKind.MISSING_INPUT, "model configs " + configs + ": no such folder");
        }
    }

    private static void requirePath(String what, Path path) {
        LocalFiles.require(what, path);
        if (!Files.exists(path)) {
            String finding = what + " " + path + ": no such file or folder";
            throw HubCache.advice(path, System.getenv())
                    .map(advice -> new MediaException(ErrorKind.MISSING_INPUT, finding + "; " + advice))
                    .orElseGet(() -> what.equals("model")
                            ? new MediaException(ErrorKind.MISSING_INPUT, finding, Remedy.of(Remedy.Id.OTHER_MODEL))
                            : new MediaException(ErrorKind.MISSING_INPUT, finding));
        }
    }
}
