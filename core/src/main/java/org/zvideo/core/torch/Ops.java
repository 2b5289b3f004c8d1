package org.zvideo.core.torch;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensor operations whose LibTorch bindings need wrapper objects, called with Java values. */
public final class Ops {
    private Ops() {}

    /** Concatenation along a dimension. */
    public static Tensor cat(long dimension, List<Tensor> tensors) {
        return tensors.size() == 1
                ? tensors.get(0)
                : torch.cat(new TensorVector(tensors.toArray(Tensor[]::new)), dimension);
    }

    public static Tensor times(Tensor tensor, double factor) {
        return tensor.mul(new Scalar(factor));
    }

    /** a·x + b·y, the form of every DDIM update. */
    public static Tensor combine(double a, Tensor x, double b, Tensor y) {
        return times(x, a).add(y, new Scalar(b));
    }

    /** Mean over the given dimensions, which stay with size 1. */
    public static Tensor mean(Tensor tensor, long... dimensions) {
        return tensor.mean(dimensions, true, new ScalarTypeOptional());
    }

    /** A tensor from Java numbers, on the CPU. */
    public static Tensor tensor(float[] values, long... shape) {
        return torch.tensor(values).reshape(shape);
    }

    /** A float64 tensor from Java numbers, on the CPU. */
    public static Tensor tensor(double[] values, long... shape) {
        Tensor tensor = torch.empty(new long[] {values.length}, new TensorOptions(ScalarType.Double), null);
        tensor.data_ptr_double().put(values);
        return tensor.reshape(shape);
    }

    /** All elements in row-major order. */
    public static float[] floats(Tensor tensor) {
        Tensor host = tensor.detach().cpu().to(ScalarType.Float).contiguous();
        float[] values = new float[Math.toIntExact(host.numel())];
        host.data_ptr_float().get(values);
        return values;
    }

    /** All elements in row-major order. */
    public static double[] doubles(Tensor tensor) {
        Tensor host = tensor.detach().cpu().to(ScalarType.Double).contiguous();
        double[] values = new double[Math.toIntExact(host.numel())];
        host.data_ptr_double().get(values);
        return values;
    }

    /** Whether no element is NaN or infinite. */
    public static boolean finite(Tensor tensor) {
        return tensor.isfinite().all().item_bool();
    }
}
