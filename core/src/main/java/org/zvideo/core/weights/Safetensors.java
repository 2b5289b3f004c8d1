package org.zvideo.core.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.error.Closing;
import org.zvideo.core.file.FileReason;

/**
 * A safetensors file: eight bytes of header length, a JSON header, the tensors' bytes. Nothing in it is executed and
 * nothing is allocated before its size has been compared with the file's.
 *
 * <p>Each tensor is read when it is asked for, into memory of its own: a file that is replaced later does no harm. It is
 * not mapped, because a mapped file that becomes shorter ends the process.
 */
public final class Safetensors implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;
    static final int LARGEST_HEADER = 100_000_000;
    /** Bytes at a time; a buffer has no more than 2³¹. */
    private static final int PART = 1 << 26;

    private final String name;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, SafetensorsHeader.Entry> entries;
    private final Map<String, String> metadata;

    private Safetensors(String name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        int header = headerLength();
        this.dataStart = (long) LENGTH_BYTES + header;
        SafetensorsHeader parsed = readHeader(header);
        this.entries = parsed.entries();
        this.metadata = parsed.metadata();
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws WeightException if it is missing, unreadable, damaged or of another kind (pickle, GGUF, LFS pointer, …)
     */
    public static Safetensors open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new WeightException(file
                    + (Files.exists(file)
                            ? ": not a file"
                            : Files.isSymbolicLink(file) ? FolderContents.LINK_TO_NOTHING : ": no such file"));
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return Closing.onFailure(channel, () -> {
                UnsupportedFormats.refuse(file.toString(), channel);
                return new Safetensors(file.toString(), channel);
            });
        } catch (NoSuchFileException e) {
            throw new WeightException(file + ": no such file", e);
        } catch (IOException e) {
            throw new WeightException(file + ": cannot be read: " + FileReason.of(e), e);
        }
    }

    /** Opens a file of a model and adds it to the model's list of files. */
    static Safetensors open(Path file, String role, ModelFiles files) {
        return open(Files.exists(file) ? files.open(role, file) : file);
    }

    /** Names of all tensors, in the order of the header. */
    public Set<String> names() {
        return entries.keySet();
    }

    /** What the file's maker noted in its header. */
    Map<String, String> metadata() {
        return metadata;
    }

    /** Shape of a tensor that {@link #names} lists. */
    public long[] shape(String tensor) {
        return entries.get(tensor).shape().clone();
    }

    /**
     * LibTorch's number format for a tensor that {@link #names} lists.
     *
     * @throws WeightException if LibTorch cannot compute with its numbers
     */
    ScalarType type(String tensor) {
        Dtype dtype = entries.get(tensor).dtype();
        return dtype.type()
                .orElseThrow(() -> new WeightException(name + ": tensor " + tensor + ": weights in " + dtype
                        + " are not supported; take the fp16 or fp32 file of the same model"));
    }

    /** Whether a tensor's numbers may be fractions. */
    public boolean holdsFractions(String tensor) {
        return switch (entries.get(tensor).dtype()) {
            case F64, F32, F16, BF16 -> true;
            default -> false;
        };
    }

    /** Bytes in each number format, by the names of the formats. */
    Map<String, Long> formats() {
        Map<String, Long> formats = new TreeMap<>();
        entries.values().forEach(entry -> formats.merge(entry.dtype().name(), entry.end() - entry.begin(), Long::sum));
        return formats;
    }

    /**
     * The number of a tensor that has one, read without LibTorch; belongs to no scope.
     *
     * @return nothing for a format that holds no ordinary numbers
     */
    OptionalDouble number(String tensor) {
        SafetensorsHeader.Entry entry = entries.get(tensor);
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Double.BYTES, entry.end() - entry.begin()))
                .order(ByteOrder.LITTLE_ENDIAN);
        try {
            fill(bytes, dataStart + entry.begin());
        } catch (IOException e) {
            throw new WeightException(name + ": tensor " + tensor + " cannot be read: " + FileReason.of(e), e);
        }
        return entry.dtype().number(bytes.flip());
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return entries.values().stream()
                .mapToLong(entry -> entry.end() - entry.begin())
                .sum();
    }

    /** A copy of a tensor on the CPU in the number format of the file; belongs to the current scope. */
    public Tensor read(String tensor) {
        SafetensorsHeader.Entry entry = entries.get(tensor);
        Tensor read = torch.empty(entry.shape(), new TensorOptions(type(tensor)), null);
        long bytes = entry.end() - entry.begin();
        try {
            for (long done = 0; done < bytes; done += PART) {
                ByteBuffer part = new BytePointer(read.data_ptr())
                        .position(done)
                        .limit(Math.min(bytes, done + PART))
                        .asByteBuffer();
                fill(part, dataStart + entry.begin() + done);
            }
        } catch (IOException e) {
            throw new WeightException(name + ": tensor " + tensor + " cannot be read: " + FileReason.of(e), e);
        }
        return read;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private int headerLength() throws IOException {
        long size = channel.size();
        if (size == 0) {
            throw new WeightException(name + ": the file is empty");
        }
        if (size < LENGTH_BYTES) {
            throw new WeightException(
                    name + ": " + size + " bytes are too few for a safetensors file; it is truncated");
        }
        ByteBuffer first = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(first, 0);
        long length = first.getLong(0);
        if (length < 0 || length > LARGEST_HEADER) {
            throw new WeightException(name + ": a header of " + Long.toUnsignedString(length) + " bytes exceeds "
                    + LARGEST_HEADER + ": not a safetensors file");
        }
        if (length > size - LENGTH_BYTES) {
            throw new WeightException(name + ": the header should have " + length + " bytes, the file ends after "
                    + (size - LENGTH_BYTES) + "; it is truncated or not a safetensors file");
        }
        return (int) length;
    }

    private SafetensorsHeader readHeader(int length) throws IOException {
        try {
            return SafetensorsHeader.parse(
                    name,
                    new InputStreamReader(new Bytes(length), StandardCharsets.UTF_8.newDecoder()),
                    channel.size() - dataStart);
        } catch (CharacterCodingException e) {
            throw new WeightException(name + ": the header is not valid UTF-8; not a safetensors file", e);
        }
    }

    /** The bytes of the header, as they are asked for. */
    private final class Bytes extends InputStream {
        private final int length;
        private int done;

        private Bytes(int length) {
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int count = Math.min(most, length - done);
            if (count == 0 && most > 0) {
                return -1;
            }
            fill(ByteBuffer.wrap(into, from, count), LENGTH_BYTES + done);
            done += count;
            return count;
        }
    }

    private void fill(ByteBuffer buffer, long position) throws IOException {
        for (int first = buffer.position(); buffer.hasRemaining(); ) {
            if (channel.read(buffer, position + buffer.position() - first) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // A channel that was only read from has nothing to lose.
        }
    }
}
