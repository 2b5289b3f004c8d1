package org.zvideo.dist;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to pack, and where everything is.
 *
 * @param version    the version of the program
 * @param time       the time of all files in archives
 * @param program    the folder that the build made, for the system that it ran on
 * @param repository the root of the repository
 * @param natives    a folder with native jars for each other system to pack for
 * @param target     where the archives go
 * @param jdk        the JDK whose runtime is packed; empty to look for one
 * @param runtimes   runtime images of other systems
 */
record Packing(
        String version,
        Instant time,
        Path program,
        Path repository,
        Path natives,
        Path target,
        Optional<Path> jdk,
        Map<Target, Path> runtimes) {
    /** Reads arguments of the form {@code NAME=VALUE}. */
    static Packing of(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int sign = argument.indexOf('=');
            values.put(argument.substring(0, sign), argument.substring(sign + 1));
        }
        Map<Target, Path> runtimes = new HashMap<>();
        for (Target target : Target.values()) {
            path(values, "runtime." + target.label()).ifPresent(image -> runtimes.put(target, image));
        }
        return new Packing(
                value(values, "version").orElseThrow(),
                Instant.parse(value(values, "time").orElseThrow()),
                path(values, "program").orElseThrow(),
                path(values, "repository").orElseThrow(),
                path(values, "natives").orElseThrow(),
                path(values, "target").orElseThrow(),
                path(values, "jdk"),
                runtimes);
    }

    private static Optional<Path> path(Map<String, String> values, String name) {
        return value(values, name).map(Path::of);
    }

    private static Optional<String> value(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }
}
