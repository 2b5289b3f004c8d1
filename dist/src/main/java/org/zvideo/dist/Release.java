package org.zvideo.dist;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What a JDK or runtime image says of itself in its file {@code release}.
 *
 * @param version   like 25.0.3
 * @param system    like Linux; empty where it is not said, as in images
 * @param processor like x86_64; empty where it is not said
 */
record Release(String version, String system, String processor) {
    static Optional<Release> of(Path home) {
        Properties said = new Properties();
        try (Reader text = Files.newBufferedReader(home.resolve("release"))) {
            said.load(text);
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(new Release(value(said, "JAVA_VERSION"), value(said, "OS_NAME"), value(said, "OS_ARCH")));
    }

    private static String value(Properties said, String key) {
        return said.getProperty(key, "").replace("\"", "");
    }

    /** The first number of the version; 0 if there is none. */
    int feature() {
        String first = version.split("[^0-9]", 2)[0];
        return first.isEmpty() ? 0 : Integer.parseInt(first);
    }
}
