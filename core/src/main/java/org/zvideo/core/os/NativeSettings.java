package org.zvideo.core.os;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What the native libraries read from the environment when they are loaded. The launcher sets it; in a program that somebody else
 * started it is set here, so that this program computes the same bits, as fast. Java cannot change the environment of its own process,
 * but the C library finds it through a variable, {@code environ}, that may be given another value, as long as nobody else does
 * so at that moment.
 */
public final class NativeSettings {
    private NativeSettings() {}

    /**
     * Sets what is not set yet, on Linux, where the libraries depend on it most. To be called before the first class that loads
     * one of them; later it has no effect.
     */
    public static void apply() {
        if (OperatingSystem.here() != OperatingSystem.LINUX) {
            return;
        }
        Loader.load(Loader.class);
        Pointer variable = Loader.addressof("environ");
        if (variable != null && !variable.isNull()) {
            synchronized (NativeSettings.class) {
                new NativeEnvironment(new PointerPointer<>(variable)).add(settings(Processor.here(), System.getenv()));
            }
        }
    }

    /** What the libraries see of a variable: its value when the process started, or the one that is set here. */
    public static Optional<String> seen(String name) {
        String given = System.getenv(name);
        return given != null && !given.isEmpty() || OperatingSystem.here() != OperatingSystem.LINUX
                ? Optional.ofNullable(given)
                : Optional.ofNullable(
                        settings(Processor.here(), System.getenv()).get(name));
    }

    /**
     * The settings of a process.
     *
     * @param environment what its environment was when it started
     */
    static Map<String, String> settings(Processor processor, Map<String, String> environment) {
        Map<String, String> settings = new LinkedHashMap<>();
        // What goes wrong comes back as an error; the libraries stay silent.
        settings.put("SVT_LOG", "0");
        settings.put("OPENCV_LOG_LEVEL", "SILENT");
        // Threads that wait for each other look for a moment, then sleep; the launcher tells why.
        if (environment.getOrDefault("OMP_WAIT_POLICY", "").isEmpty()) {
            settings.put("GOMP_SPINCOUNT", "1000");
        }
        // OpenBLAS takes processors that are newer than itself for old ones without AVX-512.
        if (processor.features().contains("avx512bw")) {
            settings.put("OPENBLAS_CORETYPE", "SkylakeX");
        }
        settings.keySet().removeIf(name -> !environment.getOrDefault(name, "").isEmpty());
        return settings;
    }

    /**
     * The environment of this process as the C library sees it.
     *
     * @param variable the variable that holds the address of the list of texts
     */
    private record NativeEnvironment(PointerPointer<?> variable) {
        /** Adds variables that are not there. The former list stays as it is, since anybody may be reading it. */
        void add(Map<String, String> wanted) {
            PointerPointer<?> old = new PointerPointer<>(variable.get(0));
            Map<String, String> absent = new LinkedHashMap<>(wanted);
            int count = 0;
            for (Pointer text = old.get(0); text != null && !text.isNull(); text = old.get(++count)) {
                absent.remove(new BytePointer(text)
                        .getString(StandardCharsets.ISO_8859_1)
                        .split("=", 2)[0]);
            }
            if (absent.isEmpty()) {
                return;
            }
            // The process keeps it to its end, so nothing of it may be freed.
            PointerPointer<?> fresh =
                    new PointerPointer<>(Pointer.calloc(count + absent.size() + 1L, Loader.sizeof(Pointer.class)));
            for (int n = 0; n < count; n++) {
                fresh.put(n, old.get(n));
            }
            for (Map.Entry<String, String> setting : absent.entrySet()) {
                fresh.put(count++, text(setting.getKey() + "=" + setting.getValue()));
            }
            variable.put(0, fresh);
        }

        private static Pointer text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            Pointer memory = Pointer.calloc(bytes.length + 1L, 1);
            new BytePointer(memory).capacity(bytes.length).put(bytes, 0, bytes.length);
            return memory;
        }
    }
}
