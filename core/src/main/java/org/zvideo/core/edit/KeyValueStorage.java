package org.zvideo.core.edit;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where keys and values wait until a later pass asks for them. */
public enum KeyValueStorage {
    /** In memory, as they were computed. */
    MEMORY,
    /** In memory, rounded to bfloat16. */
    ROUNDED,
    /** Rounded to bfloat16, in files that the system may write out and read back. */
    DISK;

    /** A name as long as that of any file. */
    public static final String LONGEST_NAME = KeyValueFiles.LONGEST_NAME;

    /** A copy or the tensor itself, to be kept. */
    Tensor stored(Tensor tensor, KeyValueFiles files) {
        return switch (this) {
            case MEMORY -> tensor.detach();
            case ROUNDED -> tensor.detach().to(ScalarType.BFloat16);
            case DISK -> files.written(tensor);
        };
    }
}
