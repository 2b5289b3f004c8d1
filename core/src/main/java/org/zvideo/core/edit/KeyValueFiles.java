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
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.os.FileRules;

/**
 * Files in which tensors lie that are read back through the system's memory. They are written before they are mapped: a full disk is an
 * error then, where a hole in a mapped file would end the process.
 */
final class KeyValueFiles {
    /** As long as the name of any of them. */
    static final String LONGEST_NAME = "keys-" + Long.toUnsignedString(-1) + ".tmp";

    private final Path folder;
    private final boolean nameless;
    /** Those that have a name. */
    private final List<Path> named = new ArrayList<>();

    /** Files in a folder, by the rules of its file system. */
    KeyValueFiles(Path folder) {
        this(folder, FileRules.posix(folder));
    }

    /** @param nameless whether a file may lose its name while it is mapped: nothing is left behind then, whatever happens */
    KeyValueFiles(Path folder, boolean nameless) {
        this.folder = folder;
        this.nameless = nameless;
    }

    /** A copy in a file, rounded to bfloat16. */
    Tensor written(Tensor tensor) {
        Tensor rounded = tensor.detach().cpu().to(ScalarType.BFloat16).contiguous();
        try {
            Path file = Files.createTempFile(folder, "keys-", ".tmp");
            named.add(file);
            try {
                write(rounded, file);
                return torch.from_file(
                                new BytePointer(file.toString(), StandardCharsets.UTF_8),
                                new BoolOptional(true),
                                new LongOptional(rounded.numel()),
                                new TensorOptions(ScalarType.BFloat16))
                        .reshape(rounded.shape());
            } finally {
                if (nameless) {
                    Files.delete(file);
                    named.remove(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "keys and values cannot be written to " + folder + ": " + FileReason.of(e)
                            + "; make room there, or allow them more memory",
                    e);
        }
    }

    private static void write(Tensor tensor, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes =
                    new BytePointer(tensor.data_ptr()).capacity(tensor.nbytes()).asByteBuffer();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Removes what is left of them, after their tensors. One that somebody still uses stays until the next time. */
    void remove() {
        named.removeIf(file -> {
            try {
                Files.deleteIfExists(file);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
