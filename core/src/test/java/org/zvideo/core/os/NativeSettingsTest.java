package org.zvideo.core.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.torch.Threads;

/** Oracle: the variables that the launcher sets, and what the libraries compute with these. */
class NativeSettingsTest {
    private static final int SIDE = 200;

    @TempDir
    Path folder;

    private Map<String, String> settings(String flags, Map<String, String> environment) throws IOException {
        Path cpuinfo = Files.writeString(folder.resolve("cpuinfo"), "flags\t\t: fpu " + flags + " sse\n");
        return NativeSettings.settings(new Processor(cpuinfo, Map.of(), () -> 1), environment);
    }

    @Test
    void theyAreThoseOfTheLauncher() throws IOException {
        Map<String, String> all = settings("avx512bw", Map.of());
        assertEquals(
                Map.of(
                        "SVT_LOG",
                        "0",
                        "OPENCV_LOG_LEVEL",
                        "SILENT",
                        "GOMP_SPINCOUNT",
                        "1000",
                        "OPENBLAS_CORETYPE",
                        "SkylakeX"),
                all);
        String script = Files.readString(
                Path.of(System.getProperty("zvideo.testdata")).resolveSibling("cli/src/main/dist/bin/zvideo"));
        all.forEach((name, value) -> assertEquals(
                true,
                script.contains(name + "=\"${" + name + ":-" + value + "}\"") || script.contains(name + "=" + value),
                name));
    }

    @Test
    void whatTheUserSetOrTheProcessorLacksStays() throws IOException {
        assertEquals(
                Set.of("SVT_LOG", "OPENCV_LOG_LEVEL", "GOMP_SPINCOUNT"),
                settings("avx512bwx", Map.of()).keySet());
        assertEquals(
                Set.of("SVT_LOG"),
                settings(
                                "avx512bw",
                                Map.of(
                                        "OPENCV_LOG_LEVEL",
                                        "INFO",
                                        "OMP_WAIT_POLICY",
                                        "PASSIVE",
                                        "OPENBLAS_CORETYPE",
                                        "Haswell"))
                        .keySet());
    }

    /** As an embedding program does, which has nothing in its environment. */
    static final class Embedding {
        private Embedding() {}

        public static void main(String[] arguments) {
            Threads.use(1);
            float[] numbers = new float[SIDE * SIDE];
            for (int n = 0; n < numbers.length; n++) {
                numbers[n] = (float) Math.sin(n);
            }
            Tensor square = Tensor.create(numbers, SIDE, SIDE);
            float[] product = new float[numbers.length];
            new FloatPointer(square.matmul(square).data_ptr_float()).get(product);
            System.out.print(torch.has_env("GOMP_SPINCOUNT") + " " + torch.has_env("SVT_LOG") + " "
                    + torch.has_env("PATH") + " " + Arrays.hashCode(product));
        }
    }

    /** OpenBLAS adds in another order for each kind of processor. */
    @Test
    void aProgramThatSetsNothingComputesTheBitsOfTheLauncher() throws Exception {
        String bare = embedding(Map.of());
        assertEquals("true true true", bare.replaceFirst(" \\S+$", ""));
        assertEquals(embedding(NativeSettings.settings(Processor.here(), Map.of())), bare);
    }

    private static String embedding(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Embedding.class.getName());
        builder.environment().keySet().removeIf(name -> name.matches("(OPENBLAS|GOMP|OMP|MALLOC).*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
