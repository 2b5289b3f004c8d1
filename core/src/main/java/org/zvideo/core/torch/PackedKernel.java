package org.zvideo.core.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.SingletonTypePtr;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;

/**
 * The kernel and the bias of a convolution in the order in which oneDNN computes fastest. LibTorch's ordinary convolution
 * reorders the kernel at every call, work that does not shrink with the picture: with Stable Diffusion's widths at 256
 * pixels it is an eighth of the U-Net.
 *
 * <p>The only place that calls operators through LibTorch's dispatcher: these have no function of their own.
 */
public final class PackedKernel {
    private static final String PACK = "mkldnn_prepacked::conv2d_prepack";
    private static final String RUN = "mkldnn_prepacked::conv2d_run";

    private final IValue context;
    private final OperatorHandle run;

    private PackedKernel(IValue context, OperatorHandle run) {
        this.context = context;
        this.run = run;
    }

    /**
     * Packs a kernel. The copy belongs to the owner.
     *
     * @param weight [out, in, k, k]
     * @param bias   [out]
     * @param input  a map [B, in, h, w] of the size for which the order is chosen; others give the same numbers
     */
    public static PackedKernel of(
            TensorOwner owner, Tensor weight, Tensor bias, long stride, long padding, Tensor input) {
        try (PointerScope scope = new PointerScope()) {
            IValueVector stack = new IValueVector(
                    new IValue(weight),
                    new IValue(bias),
                    list(stride, stride),
                    list(padding, padding),
                    list(1, 1),
                    new IValue(1L),
                    list(input.size(0), input.size(1), input.size(2), input.size(3)),
                    new IValue("none"));
            operator(PACK).callBoxed(stack);
            return new PackedKernel(owner.keep(new IValue(stack.get(0))), owner.keep(operator(RUN)));
        }
    }

    /** [B, in, h, w] to [B, out, h', w'], in the layout of the input. Several threads may call it at once. */
    public Tensor convolve(Tensor input) {
        return TensorScope.result("packed convolution", () -> {
            IValueVector stack = new IValueVector(new IValue(input), context);
            run.callBoxed(stack);
            return stack.get(0).toTensor().detach(); // the stack's own reference ends with the stack
        });
    }

    /** Frees the numbers of a kernel that was packed. Its tensor stays, empty, since LibTorch's packed form refers to it. */
    public static void discard(Tensor weight) {
        weight.set_();
    }

    private static OperatorHandle operator(String name) {
        return Dispatcher.singleton().findSchemaOrThrow(name, "");
    }

    private static IValue list(long... values) {
        GenericList list = new GenericList(
                new Type.TypePtr(new SingletonTypePtr(IntType.getIntTypePtr().get())));
        for (long value : values) {
            list.push_back(new IValue(value));
        }
        return new IValue(list);
    }
}
