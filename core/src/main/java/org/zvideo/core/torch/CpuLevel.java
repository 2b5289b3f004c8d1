package org.zvideo.core.torch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.os.NativeSettings;
import org.zvideo.core.os.Processor;

/**
 * Which instructions the libraries choose on this processor: they add up in another order with others, so a result has the same
 * bits only on machines of one level. Environment variables lower it, such as ATEN_CPU_CAPABILITY and ONEDNN_MAX_CPU_ISA.
 */
public final class CpuLevel {
    private static final String UNKNOWN = "unknown";

    /**
     * A set of instructions for which oneDNN has kernels of its own.
     *
     * @param name as ONEDNN_MAX_CPU_ISA knows it
     * @param flag that the processor states if it has it
     */
    private record Instructions(String name, String flag) {}

    /** From the least to the most, as oneDNN's documentation orders them. */
    private static final List<Instructions> ONEDNN = List.of(
            new Instructions("SSE41", "sse4_1"),
            new Instructions("AVX", "avx"),
            new Instructions("AVX2", "avx2"),
            new Instructions("AVX2_VNNI", "avx_vnni"),
            new Instructions("AVX512_CORE", "avx512bw"),
            new Instructions("AVX512_CORE_VNNI", "avx512_vnni"),
            new Instructions("AVX512_CORE_BF16", "avx512_bf16"),
            new Instructions("AVX512_CORE_FP16", "avx512_fp16"),
            new Instructions("AVX512_CORE_AMX", "amx_tile"),
            new Instructions("AVX512_CORE_AMX_FP16", "amx_fp16"));

    private CpuLevel() {}

    /** The level of this process, in words; loads LibTorch. */
    public static String here() {
        Processor processor = Processor.here();
        return "ATen " + torch.get_cpu_capability().getString() + ", oneDNN "
                + oneDnn(processor.features(), System.getenv()) + ", OpenBLAS "
                + NativeSettings.seen("OPENBLAS_CORETYPE").orElseGet(() -> "of " + processor.model());
    }

    /** The most instructions that both the processor and the environment allow. */
    static String oneDnn(Set<String> flags, Map<String, String> environment) {
        String most = environment.getOrDefault("ONEDNN_MAX_CPU_ISA", environment.getOrDefault("DNNL_MAX_CPU_ISA", ""));
        String level = UNKNOWN;
        for (Instructions one : ONEDNN) {
            level = flags.contains(one.flag()) ? one.name() : level;
            if (one.name().equals(most.toUpperCase(Locale.ROOT))) {
                break;
            }
        }
        return level;
    }
}
