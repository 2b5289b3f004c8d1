package org.zvideo.video.request;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is written of the inside of frames.
 *
 * @param folder where
 * @param frames which, such as {@code 0,10-12}; empty for all
 */
public record DumpSpec(Path folder, Optional<String> frames) {}
