package org.zvideo.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The parts of Java that the program uses. */
final class RuntimeImage {
    /**
     * What the program and its libraries ask for when all commands are run: pictures and charts, the memory and processors of
     * the machine, signals, and logging, names and XML for the server behind the page. {@code ArchiveIT} fails if one is missing.
     */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.desktop",
            "java.logging",
            "java.management",
            "java.naming",
            "java.xml",
            "jdk.management",
            "jdk.unsupported");

    private RuntimeImage() {}

    /** Links an image for the system of the JDK into a folder that does not exist yet. */
    static void link(Jdk jdk, Path image) throws IOException, InterruptedException {
        Path log = image.resolveSibling("jlink.log");
        int status = new ProcessBuilder(
                        jdk.home().resolve("bin/jlink").toString(),
                        "--add-modules",
                        String.join(",", MODULES),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress=zip-6",
                        "--output",
                        image.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new PackingException("jlink of " + jdk.home() + ": "
                    + Files.readString(log).strip().lines().findFirst().orElse("ended with status " + status));
        }
        Files.delete(log);
    }

    /** Requires that a folder is an image for a system: one for another would be packed and never start. */
    static void require(Path image, Target target) {
        Path java = image.resolve("bin").resolve(target.windows() ? "java.exe" : "java");
        if (!Files.isRegularFile(java)) {
            throw new PackingException("dist.runtime." + target.label() + " " + image + ": no runtime image for "
                    + target.label() + " is there; name the folder that has bin/" + java.getFileName());
        }
        Release.of(image).ifPresent(said -> {
            if (!said.system().isEmpty() && !target.is(said.system(), said.processor())) {
                throw new PackingException("dist.runtime." + target.label() + " " + image + ": is for " + said.system()
                        + " on " + said.processor() + "; name one for " + target.label());
            }
        });
    }
}
