package org.zvideo.core.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.nn.Linear;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/** Oracle: the range of 16-bit numbers, 65504; the golden case attention-upcast has the values. */
class UpcastAttentionTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void logitsBeyondSixteenBitsStayFiniteInFloat32(boolean upcast) {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test")) {
            torch.manual_seed(4);
            Tensor tokens = half(torch.randn(6, 8));
            Attention layer = new Attention(
                    2, upcast, large(), large(), new Linear(weight(1), null), new Linear(weight(1), null));
            AttentionSite site = new AttentionSite(0, 0);
            boolean[] formats = new boolean[1];
            Tensor mixed = layer.self(tokens, site, (place, query, key, value) -> {
                formats[0] = key.scalar_type().intern() == ScalarType.Half
                        && value.scalar_type().intern() == ScalarType.Half;
                return ScaledDotProduct.attention(query, key, value);
            });
            assertEquals(true, formats[0], "keys and values are kept in 16 bits");
            assertEquals(upcast, Ops.finite(mixed));
            assertEquals(ScalarType.Half, mixed.scalar_type().intern());
        }
    }

    private static Linear large() {
        return new Linear(weight(200), null);
    }

    private static Tensor weight(double scale) {
        return half(Ops.times(torch.randn(8, 8), scale));
    }

    private static Tensor half(Tensor tensor) {
        return tensor.to(ScalarType.Half);
    }
}
