package org.zvideo.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The texts that lie in an archive. */
final class Texts {
    private Texts() {}

    /** What is in the archive and how to start it. */
    static String readMe(String version, Target target, boolean runtime) throws IOException {
        String java = runtime
                ? "Java is inside (`runtime/`); nothing needs to be installed."
                : "**This archive has no Java inside.** Install a Java runtime, version 17 or newer, or set JAVA_HOME.";
        String tried = target.verified()
                ? ""
                : "\n**Nobody has tried this archive on its system yet.** Please report what you see.\n";
        return template("README.md")
                .replace("@VERSION@", version)
                .replace("@SYSTEM@", target.label())
                .replace("@JAVA@", java)
                .replace("@TRIED@", tried)
                .replace("@COMMAND@", target.windows() ? "bin\\zvideo.bat" : "bin/zvideo");
    }

    /** Whose work is in the archive, under which licenses. */
    static String thirdParty(Bill jars, List<String> natives, boolean runtime) throws IOException {
        return template("THIRD-PARTY.md")
                .replace("@RUNTIME@", runtime ? template("THIRD-PARTY-RUNTIME.md") : "")
                .replace("@JARS@", String.join("\n", jars.rows()))
                .replace("@NATIVES@", natives.stream().distinct().sorted().collect(Collectors.joining("\n")));
    }

    static String plugIns() throws IOException {
        return template("PLUGINS.txt");
    }

    private static String template(String name) throws IOException {
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
