package org.zvideo.core.torch;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * Where tensors live: the CPU or a CUDA device.
 *
 * @param kind  CPU or CUDA
 * @param index number of the CUDA device, 0 for the CPU
 */
public record Device(Kind kind, int index) {
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** The two kinds that the natives of this project are built for. */
    public enum Kind {
        CPU,
        CUDA
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}; {@code auto} is CUDA where it works.
     *
     * @throws IllegalArgumentException for any other text
     * @throws DeviceException          when CUDA is asked for and these natives or this machine have none
     */
    public static Device parse(String text) {
        return parse(text, torch.cuda_is_available() ? torch.cuda_device_count() : 0);
    }

    static Device parse(String text, int cudaDevices) {
        if (text.equals("cpu") || text.equals("auto") && cudaDevices == 0) {
            return CPU;
        }
        if (text.equals("auto")) {
            return new Device(Kind.CUDA, 0);
        }
        if (!text.matches("cuda(:\\d{1,3})?")) {
            throw new IllegalArgumentException("device '" + text + "': expected auto, cpu, cuda or cuda:N");
        }
        int index = text.equals("cuda") ? 0 : Integer.parseInt(text.substring("cuda:".length()));
        if (cudaDevices == 0) {
            throw new DeviceException("device " + text + ": CUDA is not available; it needs the build of the Maven"
                    + " profile gpu and an NVIDIA driver; use the device cpu");
        }
        if (index >= cudaDevices) {
            throw new DeviceException(
                    "device " + text + ": this machine has " + cudaDevices + " CUDA device(s), " + "numbered from 0");
        }
        return new Device(Kind.CUDA, index);
    }

    /**
     * Asks for kernels whose sums have the same order in every run, so that the same command gives the same bits. A CPU has no
     * others; on CUDA cuDNN would otherwise choose by time, run by run.
     */
    public void repeatable() {
        if (kind == Kind.CUDA) {
            torch.globalContext().setDeterministicCuDNN(true);
            torch.globalContext().setBenchmarkCuDNN(false);
        }
    }

    /** LibTorch's device; belongs to the current scope. */
    public org.bytedeco.pytorch.Device torch() {
        return kind == Kind.CPU
                ? new org.bytedeco.pytorch.Device(DeviceType.CPU)
                : new org.bytedeco.pytorch.Device(DeviceType.CUDA, (byte) index);
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
