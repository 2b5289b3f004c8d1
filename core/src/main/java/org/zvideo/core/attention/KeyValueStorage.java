package org.zvideo.core.attention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch;

/** Where keys and values wait until a later pass asks for them. */
public enum KeyValueStorage {
    /** In memory, as they were computed. */
    MEMORY,
    /** In memory, rounded to bfloat16. */
    ROUNDED,
    /** Rounded to bfloat16, in files without a name that the system may write out and read back. */
    DISK;

    /** A copy or the tensor itself, to be kept. */
    Tensor stored(Tensor tensor) {
        return switch (this) {
            case MEMORY -> tensor.detach();
            case ROUNDED -> tensor.detach().to(ScalarType.BFloat16);
            case DISK -> onDisk(tensor.detach().to(ScalarType.BFloat16).contiguous());
        };
    }

    private static Tensor onDisk(Tensor tensor) {
        try {
            Path file = Files.createTempFile("zvideo-keys-", ".tmp");
            try {
                Tensor mapped = torch.from_file(file.toString(), new BoolOptional(true), new LongOptional(tensor.numel()),
                        new TensorOptions(ScalarType.BFloat16));
                return mapped.copy_(tensor.flatten()).reshape(tensor.shape());
            } finally {
                Files.delete(file); // the mapping lives on; nothing is left behind whatever happens
            }
        } catch (IOException e) {
            throw new UncheckedIOException("keys and values cannot be written to " + System.getProperty("java.io.tmpdir"), e);
        }
    }
}
