package org.zvideo.core.weights;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.PhysicalMemory;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope.Source;

/** The weights of one network under diffusers' key names, wherever they come from. */
public interface Weights {
    /** The keys of what is stored; none where weights are made on demand. */
    default Set<String> names() {
        return Set.of();
    }

    /** The shape in which a tensor that {@link #names} lists is stored. */
    default long[] shape(String key) {
        throw new IllegalArgumentException(key + ": nothing is stored under this name");
    }

    /**
     * Notes that a tensor will be read, for {@link #verify}. What is returned has the shape and no memory, so that a
     * config that asks for more than is stored costs nothing.
     */
    default Tensor expect(String key, long... shape) {
        return torch.empty(shape, new TensorOptions(new org.bytedeco.pytorch.Device(DeviceType.Meta)), null);
    }

    /** Leaves out tensors of which the network has no use, so that {@link #verify} does not count them as left over. */
    default void passOver(Predicate<String> others) {
        // What nothing stores, nothing leaves over.
    }

    /**
     * The tensor of that key on the CPU; belongs to the current scope.
     *
     * @throws WeightException if it cannot be had
     */
    Tensor read(String key, long... shape);

    /**
     * To be called when all was expected or read that the network consists of.
     *
     * @throws WeightException that counts what is missing, mis-shaped or left over and names the first five of each
     */
    void verify();

    /**
     * Assembles a network: first from shapes alone, so that names and shapes are compared with what is stored before
     * anything is allocated, then from the weights. Tensors go to the device in the given number format, kernels of
     * convolutions in the given layout; they belong to the owner. With {@link Convolution#PACKED} the network has no
     * gradient.
     *
     * @param network reads its layers from the root of the key tree
     * @throws WeightException that lists what does not fit
     * @throws org.zvideo.core.error.ZvideoException if the machine has less memory than the network takes
     */
    default <N> N assemble(
            TensorOwner owner,
            Device device,
            Precision precision,
            Layout layout,
            Convolution convolution,
            Function<WeightScope, N> network) {
        try (TensorScope scope = TensorScope.open("shapes");
                TensorOwner shapes = new TensorOwner("shapes")) {
            AtomicLong numbers = new AtomicLong();
            Source counted = (key, shape) -> {
                numbers.addAndGet(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
                return expect(key, shape);
            };
            N unused = network.apply(new WeightScope(counted, shapes, tensor -> tensor, layout, Convolution.PLAIN, ""));
            verify();
            if (device.kind() == Device.Kind.CPU) { // of a card its own driver says it
                PhysicalMemory.require("model weights " + this, numbers.get() * precision.bytes());
            }
        }
        return network.apply(new WeightScope(
                this::read, owner, tensor -> tensor.to(device.torch(), precision.type()), layout, convolution, ""));
    }
}
