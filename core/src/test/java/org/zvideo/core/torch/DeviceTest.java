package org.zvideo.core.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Oracle: the words for --device; the number of CUDA devices is given, as no GPU is here. */
class DeviceTest {
    @Test
    void autoTakesCudaOnlyWhereItIs() {
        assertEquals(Device.CPU, Device.parse("auto", 0));
        assertEquals(new Device(Device.Kind.CUDA, 0), Device.parse("auto", 2));
    }

    @Test
    void cpuIsAlwaysThere() {
        assertEquals(Device.CPU, Device.parse("cpu", 2));
        assertEquals(Device.CPU, Device.parse("cpu"));
    }

    @Test
    void cudaIsChosenByNumber() {
        assertEquals(new Device(Device.Kind.CUDA, 0), Device.parse("cuda", 1));
        assertEquals(new Device(Device.Kind.CUDA, 1), Device.parse("cuda:1", 2));
    }

    @Test
    void absentCudaIsAnErrorThatSaysWhatToDo() {
        String message = assertThrows(DeviceException.class, () -> Device.parse("cuda", 0))
                .getMessage();
        assertTrue(message.contains("not available") && message.contains("the device cpu"), message);
        assertThrows(DeviceException.class, () -> Device.parse("cuda:2", 2));
    }

    /** Oracle: LibTorch's own setting, which natives without CUDA have too. */
    @Test
    void cudaIsAskedForTheSameBitsInEveryRun() {
        Device.CPU.repeatable();
        assertFalse(torch.globalContext().deterministicCuDNN());
        new Device(Device.Kind.CUDA, 0).repeatable();
        assertTrue(torch.globalContext().deterministicCuDNN());
        torch.globalContext().setDeterministicCuDNN(false);
    }

    @Test
    void otherWordsAreRefused() {
        for (String text : new String[] {"gpu", "cuda:", "cuda:x", "cpu:0", ""}) {
            assertThrows(IllegalArgumentException.class, () -> Device.parse(text, 1), text);
        }
    }
}
