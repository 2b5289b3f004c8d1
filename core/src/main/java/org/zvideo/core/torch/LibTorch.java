package org.zvideo.core.torch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;

/** The LibTorch that is loaded. */
public final class LibTorch {
    private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([\\w.+-]+)");

    private LibTorch() {}

    /** Loads LibTorch and returns the version that it gives itself, like 2.10.0. */
    public static String version() {
        Matcher version = VERSION.matcher(torch.show_config().getString());
        return version.find() ? version.group(1) : "(unknown)";
    }
}
