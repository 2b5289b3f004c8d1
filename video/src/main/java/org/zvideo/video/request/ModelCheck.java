package org.zvideo.video.request;

import java.nio.file.Files;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.video.error.MediaException;

/** Looks whether the files of a model are there, before anything is loaded. */
final class ModelCheck {
    private ModelCheck() {}

    /** Fails if there is no file or folder of a name, or the configs do not describe the model. */
    static void require(Machine machine) {
        LocalFiles.require("model", machine.model());
        if (!Files.exists(machine.model())) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "model " + machine.model() + ": no such file or folder",
                    Remedy.of(Remedy.Id.OTHER_MODEL));
        }
        machine.motion().map(MotionRequest::file).ifPresent(module -> {
            LocalFiles.require("motion module", module);
            if (!Files.exists(module)) {
                throw new MediaException(
                        ErrorKind.MISSING_INPUT, "motion module " + module + ": no such file or folder");
            }
        });
        if (machine.modelConfig().isPresent() && Files.isDirectory(machine.model())) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "model configs " + machine.modelConfig().get() + ": without effect beside the folder "
                            + machine.model()
                            + ", which has its own configs; they describe a single .safetensors file");
        }
        if (machine.modelConfig().isPresent()
                && !Files.isDirectory(machine.modelConfig().get())) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "model configs " + machine.modelConfig().get() + ": no such folder");
        }
        for (LoraFile lora : machine.loras()) {
            LocalFiles.require("LoRA", lora.file());
            if (!Files.exists(lora.file())) {
                throw new MediaException(ErrorKind.MISSING_INPUT, "LoRA " + lora.file() + ": no such file");
            }
        }
    }
}
