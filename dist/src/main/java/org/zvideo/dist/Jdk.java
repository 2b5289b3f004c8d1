package org.zvideo.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JDK from which a runtime can be taken to other machines.
 *
 * @param home   its folder
 * @param report what its file {@code release} says
 */
record Jdk(Path home, Release report) {
    /** The lowest whose jlink is used here: it knows how to compress by name. */
    static final int OLDEST = 21;

    /** The JDK in that folder. */
    static Jdk of(Path home) {
        Optional<Jdk> jdk = at(home);
        if (jdk.isEmpty()) {
            throw new PackingException(
                    "dist.jdk " + home + ": no JDK with jlink is there; name the folder that has bin/jlink");
        }
        if (!jdk.get().portable()) {
            throw new PackingException(
                    "dist.jdk " + home + ": needs libraries of its distribution, which other machines do not"
                            + " have; name a JDK that brings its own, like Temurin");
        }
        if (jdk.get().report.feature() < OLDEST) {
            throw new PackingException("dist.jdk " + home + ": is version "
                    + jdk.get().report.feature() + "; name one of " + OLDEST + " or newer");
        }
        return jdk.get();
    }

    /** The newest that can be packed: the given one, or one beside it. */
    static Jdk newestBeside(Path home) {
        List<Path> homes = new ArrayList<>(List.of(home));
        try (Stream<Path> beside = Files.list(home.toRealPath().resolveSibling(""))) {
            beside.sorted().forEach(homes::add);
        } catch (IOException e) {
            // then there is only that one
        }
        return homes.stream()
                .flatMap(folder -> at(folder).stream())
                .filter(jdk -> jdk.portable() && jdk.report.feature() >= OLDEST)
                .max(Comparator.comparingInt(jdk -> jdk.report.feature()))
                .orElseThrow(() ->
                        new PackingException("no JDK of version " + OLDEST + " or newer that brings its own libraries,"
                                + " like Temurin, is beside " + home + "; name one with -Ddist.jdk=FOLDER"));
    }

    private static Optional<Jdk> at(Path home) {
        boolean links =
                Files.isExecutable(home.resolve("bin/jlink")) || Files.isExecutable(home.resolve("bin/jlink.exe"));
        return links ? Release.of(home).map(release -> new Jdk(home, release)) : Optional.empty();
    }

    /** Whether it brings the libraries that distributions would rather share, of which FreeType is one. */
    boolean portable() {
        return !report.system().startsWith("Linux") || Files.exists(home.resolve("lib/libfreetype.so"));
    }
}
