package org.zvideo.core.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.attention.AttentionSite;
import org.zvideo.core.attention.KeyValue;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.TensorScope;

/** Oracle: the tensors themselves, and LibTorch's own rounding. */
class KeyValueStoreTest {
    private static final AttentionSite SITE = new AttentionSite(12, 3);

    @ParameterizedTest
    @EnumSource
    void whatWasPutComesBack(KeyValueStorage storage) {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                KeyValueStore store = new KeyValueStore("test", storage)) {
            Tensor key = torch.randn(2, 5, 3);
            Tensor value = torch.randn(2, 5, 3);
            try (TensorScope pass = TensorScope.open("pass")) {
                store.put(SITE, key.transpose(0, 1), value);
            }
            KeyValue back = store.get(SITE, key);
            assertEquals(0, differences(rounded(key.transpose(0, 1), storage), back.key()));
            assertEquals(0, differences(rounded(value, storage), back.value()));
            assertEquals(ScalarType.Float, back.key().scalar_type().intern());
        }
    }

    /** Oracle: the promise that a frame is done again in float32 whose numbers overflowed, not the one after it. */
    @ParameterizedTest
    @EnumSource
    void whatOverflowedInFloat16IsRefusedWhereItIsMade(KeyValueStorage storage) {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                KeyValueStore store = new KeyValueStore("test", storage)) {
            Tensor good = torch.randn(2, 5, 3).to(ScalarType.Half);
            Tensor bad = torch.randn(2, 5, 3).mul(new Scalar(1e6)).to(ScalarType.Half);
            store.put(SITE, good, good);
            store.verify(SITE.step());
            for (Tensor[] pair : new Tensor[][] {{good, bad}, {bad, good}}) {
                store.put(SITE, pair[0], pair[1]);
                store.put(SITE, good, good);
                assertThrows(NonFiniteException.class, () -> store.verify(SITE.step()));
                store.verify(SITE.step()); // each is looked at once
            }
        }
    }

    /**
     * Oracle: LibTorch's device without memory, which stands for a GPU: what lies in files of the CPU goes where it is asked for.
     */
    @ParameterizedTest
    @EnumSource
    void blocksMeetQueriesOnTheirDevice(KeyValueStorage storage) {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                KeyValueStore store = new KeyValueStore("test", storage)) {
            Tensor key = torch.randn(2, 5, 3);
            Tensor query = key.to(new Device(DeviceType.Meta), ScalarType.Half);
            store.put(SITE, key, key);
            KeyValue block = store.get(SITE, query);
            assertTrue(block.key().is_meta() && block.value().is_meta());
        }
    }

    @Test
    void diskLeavesNoFile() throws IOException {
        long before = files();
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                KeyValueStore store = new KeyValueStore("test", KeyValueStorage.DISK)) {
            store.put(SITE, torch.randn(2, 500, 3), torch.randn(2, 500, 3));
            assertEquals(before, files());
        }
    }

    /** As on Windows. Oracle: the folder; the memory of this process. */
    @Test
    void filesThatKeepTheirNamesGoWithTheirTensors(@TempDir Path folder) throws IOException {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                KeyValueStore store =
                        new KeyValueStore("test", KeyValueStorage.DISK, new KeyValueFiles(folder, false))) {
            Tensor some = torch.randn(2, 5, 3);
            for (int frame = 0; frame < 3; frame++) {
                try (TensorScope pass = TensorScope.open("pass")) {
                    store.put(SITE, some, some);
                    assertEquals(
                            0,
                            differences(
                                    rounded(some, KeyValueStorage.DISK),
                                    store.get(SITE, some).key()));
                }
                assertEquals(List.of(2L, true), List.of(count(folder), mapped(folder)));
                store.clear();
                assertEquals(List.of(0L, false), List.of(count(folder), mapped(folder)));
            }
            try (TensorScope pass = TensorScope.open("pass")) {
                store.put(SITE, some, some);
            }
        }
        assertEquals(List.of(0L, false), List.of(count(folder), mapped(folder)));
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            return left.count();
        }
    }

    private static boolean mapped(Path folder) throws IOException {
        return Files.readString(Path.of("/proc/self/maps")).contains(folder + "/");
    }

    @Test
    void filesLieWhereTheyAreToLie() throws IOException {
        Path folder = Files.createTempDirectory("keys");
        Files.delete(folder);
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                KeyValueStore store = new KeyValueStore("test", KeyValueStorage.DISK, Optional.of(folder))) {
            Tensor some = torch.randn(2, 5, 3);
            String message = assertThrows(UncheckedIOException.class, () -> store.put(SITE, some, some))
                    .getMessage();
            assertTrue(message.startsWith("keys and values cannot be written to " + folder), message);
            Files.createDirectory(folder);
            store.put(SITE, some, some);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
        Files.delete(folder);
    }

    private static long files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().startsWith("keys-"))
                    .count();
        }
    }

    private static Tensor rounded(Tensor tensor, KeyValueStorage storage) {
        return storage == KeyValueStorage.MEMORY
                ? tensor
                : tensor.to(ScalarType.BFloat16).to(ScalarType.Float);
    }

    private static double differences(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double();
    }
}
