package org.zvideo.core.edit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/**
 * Oracle: Eq. 12/13. Adding two attentions equals one softmax over both blocks whose style logits are raised by
 * C = ln(Σ exp(Q K_cᵀ/√d) / Σ exp(Q K_sᵀ/√d)), and by ln(λ'/(1−λ')) more where λ' is not ½.
 */
class AddedAttentionTest {
    @ParameterizedTest
    @CsvSource({"1, 0.5, 1", "2, 0.5, 3", "3, 0.2, 1", "4, 0.9, 2", "5, 0.5, 8"})
    void simpleAdditionIsASoftmaxWithAnAddedC(int seed, double weight, double scale) {
        try (TensorScope scope = TensorScope.open("test")) {
            torch.manual_seed(seed);
            Tensor query = Ops.times(random(3, 11, 8), scale);
            ContentBlock content = new ContentBlock(random(3, 11, 8), random(3, 11, 8), 0);
            StyleBlock style = new StyleBlock(random(3, 7, 8), random(3, 7, 8), 1.2, null);

            Tensor added = new AddedAttention(weight).mix(query, content, List.of(style));

            Tensor contentLogits = ScaledDotProduct.logits(query, content.key());
            Tensor styleLogits = ScaledDotProduct.logits(query, style.key());
            Tensor c = sumOfExponentials(contentLogits)
                    .log()
                    .sub(sumOfExponentials(styleLogits).log())
                    .add(new Scalar(Math.log(weight / (1 - weight)))); // [H, N, 1]
            Tensor one = ScaledDotProduct.mix(
                    Ops.cat(2, List.of(styleLogits.add(c), contentLogits)),
                    Ops.cat(1, List.of(style.value(), content.value())));
            double worst = added.sub(one).abs().max().item_double();
            assertTrue(worst < 1e-12, "float64 leaves no more than rounding, got " + worst);
            double uncorrected = ScaledDotProduct.mix(
                            Ops.cat(2, List.of(styleLogits, contentLogits)),
                            Ops.cat(1, List.of(style.value(), content.value())))
                    .sub(added)
                    .abs()
                    .max()
                    .item_double();
            assertTrue(uncorrected > 1e-2, "without C it would not hold: " + uncorrected);
        }
    }

    private static Tensor sumOfExponentials(Tensor logits) {
        return logits.exp().sum(new long[] {2}, true, new ScalarTypeOptional());
    }

    private static Tensor random(long... shape) {
        return torch.randn(shape, new TensorOptions(ScalarType.Double));
    }
}
