package org.zvideo.core.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.TestModels;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/** Oracle: the format's specification; what breaks it is refused with a message that names the trouble. */
class SafetensorsTest {
    private static final String GOOD = "{\"test\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}";

    @TempDir
    Path folder;

    @Test
    void readsValuesOfAllFloatFormats() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1.5f).putFloat(-2).putShort((short) 0x3e00).putShort((short) 0x3fc0); // 1.5 in F16 and in BF16
        Path file = write(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[8,10]},\"b\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[10,12]}}"
                        + "  ",
                data.array());
        try (Safetensors tensors = Safetensors.open(file);
                TensorScope scope = TensorScope.open("test")) {
            assertArrayEquals(new float[] {1.5f, -2}, Ops.floats(tensors.read("a")));
            assertArrayEquals(new float[] {1.5f}, Ops.floats(tensors.read("h")));
            assertArrayEquals(new float[] {1.5f}, Ops.floats(tensors.read("b")));
        }
    }

    /** Oracle: the formats of the specification, with their sizes in bits; what is read is what LibTorch computes with. */
    @ParameterizedTest
    @CsvSource({
        "BOOL,8,true",
        "U8,8,true",
        "I8,8,true",
        "I16,16,true",
        "I32,32,true",
        "I64,64,true",
        "F16,16,true",
        "BF16,16,true",
        "F32,32,true",
        "F64,64,true",
        "U16,16,false",
        "U32,32,false",
        "U64,64,false",
        "C64,64,false",
        "F8_E4M3,8,false",
        "F8_E5M2,8,false",
        "F8_E8M0,8,false",
        "F8_E4M3FNUZ,8,false",
        "F8_E5M2FNUZ,8,false",
        "F6_E2M3,6,false",
        "F6_E3M2,6,false",
        "F4,4,false"
    })
    void everyFormatMayLieInAFile(String format, int bits, boolean usable) throws IOException {
        String header = "{\"other\":{\"dtype\":\"" + format + "\",\"shape\":[2,4],\"data_offsets\":[0," + bits + "]},"
                + "\"used\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + bits + "," + (bits + 4) + "]}}";
        Path file = write(header, new byte[bits + 4]);
        try (Safetensors tensors = Safetensors.open(file);
                TensorScope scope = TensorScope.open("test")) {
            assertArrayEquals(new float[] {0}, Ops.floats(tensors.read("used")));
            if (usable) {
                assertArrayEquals(new long[] {2, 4}, tensors.read("other").shape());
            } else {
                assertEquals(
                        file + ": tensor other: weights in " + format
                                + " are not supported; take the fp16 or fp32 file of the same model",
                        assertThrows(WeightException.class, () -> tensors.read("other"))
                                .getMessage());
            }
        }
        refused(write(header.replace("[2,4]", "[2,3]"), new byte[bits + 4]), "the shape needs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-2 | truncated", "34 | belong to no tensor"})
    void wrongLengthIsRefused(int rest, String word) throws IOException {
        refused(write(GOOD, new byte[16 + rest]), word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[0,16] | [0,4] | 16 bytes",
                "[0,16] | [16,0] | not a [begin, end] pair",
                "[0,16] | [-1,15] | integer",
                "[0,16] | [0,1.5] | integer",
                "[0,16] | [0,`16`] | integer",
                "[2,2] | [2,18446744073709551614] | integer",
                "[2,2] | [281474976710656,281474976710656] | overflows",
                "I32 | I33 | unknown number format",
                "{\"test\" | {\"__metadata__\":[],\"test\" | __metadata__"
            })
    void wrongHeaderIsRefused(String good, String bad, String word) throws IOException {
        refused(write(GOOD.replace(good, bad.replace('`', '"')), new byte[16]), word);
    }

    @Test
    void duplicateKeysOverlapsAndHolesAreRefused() throws IOException {
        String entry = "\"dtype\":\"I32\",\"shape\":[4]";
        refused(
                write(
                        "{\"a\":{" + entry + ",\"data_offsets\":[0,16]},\"a\":{" + entry
                                + ",\"data_offsets\":[16,32]}}",
                        new byte[32]),
                "JSON");
        refused(
                write(
                        "{\"a\":{" + entry + ",\"data_offsets\":[0,16]},\"b\":{" + entry + ",\"data_offsets\":[0,16]}}",
                        new byte[16]),
                "gap or overlap");
        refused(
                write(
                        "{\"a\":{" + entry + ",\"data_offsets\":[0,16]},\"b\":{" + entry
                                + ",\"data_offsets\":[32,48]}}",
                        new byte[48]),
                "gap or overlap");
        refused(write("[".repeat(20_000), new byte[0]), "JSON");
    }

    /**
     * Oracle: the process lives and says which tensor is missing; reading from a mapping ends it with SIGBUS, so there is no
     * mapping of anybody's file in the sources.
     */
    @Test
    void whatBecomesShorterWhileItIsReadIsAnError() throws IOException {
        Path file = write(GOOD, new byte[16]);
        try (Safetensors tensors = Safetensors.open(file);
                TensorScope scope = TensorScope.open("test")) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 4);
            }
            String message = assertThrows(WeightException.class, () -> tensors.read("test"))
                    .getMessage();
            assertTrue(message.contains("tensor test cannot be read: the file became shorter"), message);
        }
        for (String module : List.of("core", "video", "cli")) {
            try (Stream<Path> sources =
                    Files.walk(TestModels.testdata().resolveSibling(module).resolve("src/main/java"))) {
                for (Path source : sources.filter(Files::isRegularFile).toList()) {
                    assertFalse(Files.readString(source).contains("MapMode"), source.toString());
                }
            }
        }
    }

    @Test
    void emptyShapesAndPaddingAreAccepted() throws IOException {
        Path file = write("  {\"none\":{\"dtype\":\"F32\",\"shape\":[2,0],\"data_offsets\":[0,0]}}   ", new byte[0]);
        try (Safetensors tensors = Safetensors.open(file);
                TensorScope scope = TensorScope.open("test")) {
            assertArrayEquals(new long[] {2, 0}, tensors.read("none").shape());
        }
    }

    @Test
    void shortAndLyingFilesAreRefused() throws IOException {
        refused(raw("empty.safetensors", new byte[0]), "empty");
        refused(raw("seven.safetensors", new byte[7]), "too few");
        refused(raw("eight.safetensors", new byte[] {60, 0, 0, 0, 0, 0, 0, 0}), "ends after 0");
        refused(raw("huge.safetensors", new byte[] {60, 0, 0, 0, 0, -1, -1, -1}), "exceeds");
        refused(raw("utf8.safetensors", new byte[] {1, 0, 0, 0, 0, 0, 0, 0, -1}), "UTF-8");
        refused(raw("brace.safetensors", new byte[] {1, 0, 0, 0, 0, 0, 0, 0, '{'}), "JSON");
        refused(folder.resolve("absent.safetensors"), "no such file");
    }

    /** Found by fuzzing: Jackson takes such a beginning for UTF-32. */
    @Test
    void zerosBeforeTheHeaderAreRefused() throws IOException {
        refused(write("\0\0\0" + GOOD, new byte[16]), "not valid JSON");
    }

    @Test
    void otherKindsOfFilesAreNamed() throws IOException {
        refused(raw("model.ckpt", new byte[64]), "pickle");
        refused(raw("zip.safetensors", "PK\u0003\u0004aaaaaaaaaaaa".getBytes(StandardCharsets.ISO_8859_1)), "pickle");
        refused(raw("old.safetensors", new byte[] {(byte) 0x80, 2, 0, 0, 0, 0, 0, 0, 1, 1}), "pickle");
        refused(
                raw(
                        "lfs.safetensors",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:".getBytes(StandardCharsets.US_ASCII)),
                "git lfs pull");
        refused(raw("page.safetensors", "<!DOCTYPE html><html>".getBytes(StandardCharsets.US_ASCII)), "web page");
        refused(raw("llm.safetensors", "GGUF............".getBytes(StandardCharsets.US_ASCII)), "GGUF");
    }

    private void refused(Path file, String word) {
        String message = assertThrows(
                        WeightException.class, () -> Safetensors.open(file).close())
                .getMessage();
        assertTrue(
                message.contains(word)
                        && message.contains(file.toString())
                        && message.lines().count() == 1,
                "expected one line with '" + word + "': " + message);
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.write(json);
        out.write(data);
        return raw("case.safetensors", out.toByteArray());
    }

    private Path raw(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
