package org.zvideo.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The license texts and notices that jars carry. */
final class LicenseTexts {
    private static final String NAMED =
            "(.*/)?share/licenses/.*|meta-inf/(.*/)?(license|licenses|notice|copying|copyright)[^/]*";
    private static final int LONGEST = 1 << 20;

    private LicenseTexts() {}

    /** Copies those of a jar into a folder of its name; makes none if it has none. */
    static void extract(Path jar, Path into) throws IOException {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory()
                        && !entry.getName().endsWith(".class")
                        && entry.getSize() < LONGEST
                        && entry.getName().toLowerCase(Locale.ROOT).matches(NAMED)) {
                    Path to = into.resolve(name).resolve(entry.getName().replaceFirst("^.*/", ""));
                    Files.createDirectories(to.getParent());
                    Files.write(to, file.getInputStream(entry).readAllBytes());
                }
            }
        }
    }
}
