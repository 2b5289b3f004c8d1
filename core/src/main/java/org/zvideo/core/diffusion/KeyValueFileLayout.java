package org.zvideo.core.diffusion;

import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionSite;

/**
 * How keys and values [H, N, d] are named in a file: {@code key.LAYER.STEP.ORDER}, ORDER being the dimensions as they lie
 * in memory, the slowest first. They are stored in that order, so that what is read lies as what was written.
 */
final class KeyValueFileLayout {
    private KeyValueFileLayout() {}

    static String name(String what, AttentionSite site, Tensor tensor) {
        return what + "." + site.layer() + "." + site.step() + "."
                + order(tensor).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    /** Whether {@link #name} makes such names. */
    static boolean isName(String name) {
        return name.matches("(key|value)\\.\\d{1,2}\\.\\d{1,4}\\.(012|021|102|120|201|210)");
    }

    static AttentionSite site(String name) {
        String[] parts = name.split("\\.");
        return new AttentionSite(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    /** The tensor's dimensions from the slowest to the fastest. */
    static Tensor inOrder(Tensor tensor) {
        return tensor.permute(order(tensor).asLongStream().toArray());
    }

    /** What {@link #inOrder} was made of. */
    static Tensor asNamed(String name, Tensor stored) {
        String order = name.substring(name.lastIndexOf('.') + 1);
        return stored.permute(IntStream.range(0, order.length())
                .mapToLong(d -> order.indexOf('0' + d))
                .toArray());
    }

    private static IntStream order(Tensor tensor) {
        return IntStream.range(0, (int) tensor.dim())
                .boxed()
                .sorted(Comparator.comparingLong((Integer d) -> -tensor.stride(d)))
                .mapToInt(Integer::intValue);
    }
}
