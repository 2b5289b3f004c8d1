package org.zvideo.core.edit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.os.FileRules;

/** Where keys and values wait until a later pass asks for them. */
public enum KeyValueStorage {
    /** In memory, as they were computed. */
    MEMORY,
    /** In memory, rounded to bfloat16. */
    ROUNDED,
    /**
     * Rounded to bfloat16, in files without a name that the system may write out and read back. They are written before
     * they are mapped: a full disk is an error then, where a hole in a mapped file would end the process.
     */
    DISK;

    /** A name as long as that of any file. */
    public static final String LONGEST_NAME = "keys-" + Long.toUnsignedString(-1) + ".tmp";

    /**
     * A copy or the tensor itself, to be kept.
     *
     * @param folder for files
     */
    Tensor stored(Tensor tensor, Path folder) {
        return switch (this) {
            case MEMORY -> tensor.detach();
            case ROUNDED -> tensor.detach().to(ScalarType.BFloat16);
            case DISK -> onDisk(tensor.detach().cpu().to(ScalarType.BFloat16).contiguous(), folder);
        };
    }

    /**
     * Removes the name of a file that is mapped: the mapping lives on, and nothing is left behind whatever happens. Where a mapped
     * file cannot be removed, it goes with the program, or with its folder.
     */
    private static void forget(Path file) throws IOException {
        if (FileRules.posix(file)) {
            Files.delete(file);
        } else {
            file.toFile().deleteOnExit();
        }
    }

    private static Tensor onDisk(Tensor tensor, Path folder) {
        try {
            Path file = Files.createTempFile(folder, "keys-", ".tmp");
            try {
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                    ByteBuffer bytes = new BytePointer(tensor.data_ptr())
                            .capacity(tensor.nbytes())
                            .asByteBuffer();
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                }
                return torch.from_file(
                                new BytePointer(file.toString(), StandardCharsets.UTF_8),
                                new BoolOptional(true),
                                new LongOptional(tensor.numel()),
                                new TensorOptions(ScalarType.BFloat16))
                        .reshape(tensor.shape());
            } finally {
                forget(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "keys and values cannot be written to " + folder + ": " + FileReason.of(e)
                            + "; make room there, or allow them more memory",
                    e);
        }
    }
}
