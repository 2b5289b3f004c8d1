package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.zvideo.core.file.ReadFile;

/**
 * The files of a model that were read, and no others, by what they are in it: whoever opens a file of a model asks here for
 * its path first. So a README beside the weights is none of them, and a config at the end of a link is one.
 */
final class ModelFiles {
    private final Map<String, ReadFile> read = new LinkedHashMap<>();

    /**
     * Notes a file that is about to be read.
     *
     * @param role what it is in the model, like {@code vae/config.json}
     * @return the file
     */
    Path open(String role, Path file) {
        read.put(role, ReadFile.of(file));
        return file;
    }

    /** All so far, in the order in which they were opened. */
    Map<String, ReadFile> read() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(read));
    }
}
