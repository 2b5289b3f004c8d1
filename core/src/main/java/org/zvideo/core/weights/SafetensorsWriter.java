package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.TensorScope;

/** Writes tensors as a safetensors file that {@link Safetensors}, and every other reader of the format, gives back. */
public final class SafetensorsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** Writes a new file and waits until the disk has it. */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long begin = end;
            end += tensor.nbytes();
            header.put(
                    entry.getKey(),
                    Map.of(
                            "dtype",
                            Dtype.of(tensor.scalar_type()).name(),
                            "shape",
                            tensor.shape(),
                            "data_offsets",
                            List.of(begin, end)));
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            all(
                    channel,
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(length)
                            .flip());
            all(channel, ByteBuffer.wrap(padded));
            for (Tensor tensor : tensors.values()) {
                try (TensorScope scope = TensorScope.open("writing")) {
                    Tensor host = tensor.detach().cpu().contiguous();
                    all(
                            channel,
                            new BytePointer(host.data_ptr())
                                    .capacity(host.nbytes())
                                    .asByteBuffer());
                }
            }
            channel.force(true);
        }
    }

    private static void all(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
