package org.zvideo.core.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Oracle: the order of instruction sets in oneDNN's documentation of ONEDNN_MAX_CPU_ISA. */
class CpuLevelTest {
    private static final Set<String> SAPPHIRE_RAPIDS = Set.of(
            "sse4_1", "avx", "avx2", "avx_vnni", "avx512bw", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile");

    @Test
    void theLowerOfProcessorAndEnvironmentCounts() {
        assertEquals("AVX512_CORE_AMX", CpuLevel.oneDnn(SAPPHIRE_RAPIDS, Map.of()));
        assertEquals("AVX2", CpuLevel.oneDnn(SAPPHIRE_RAPIDS, Map.of("ONEDNN_MAX_CPU_ISA", "avx2")));
        assertEquals("AVX512_CORE", CpuLevel.oneDnn(SAPPHIRE_RAPIDS, Map.of("DNNL_MAX_CPU_ISA", "AVX512_CORE")));
        assertEquals("AVX2", CpuLevel.oneDnn(Set.of("sse4_1", "avx", "avx2"), Map.of("ONEDNN_MAX_CPU_ISA", "ALL")));
        assertEquals("unknown", CpuLevel.oneDnn(Set.of("neon"), Map.of()));
    }

    @Test
    void thisProcessHasALevel() {
        assertTrue(CpuLevel.here().matches("ATen \\w+, oneDNN \\w+, OpenBLAS .+"), CpuLevel.here());
        assertEquals(CpuLevel.here(), CpuLevel.here());
    }
}
