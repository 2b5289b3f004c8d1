package org.zvideo.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;

/**
 * Turns the names that a page uses into files, and back: {@code roots/N/a/b} lies in the N-th folder that was named at the start,
 * {@code uploads/ID} was uploaded, {@code results/NAME} is a result. Nothing outside these folders has a name; a link that
 * leads out of them has none either.
 */
public final class Places {
    private static final String ROOTS = "roots";
    private static final String UPLOADS = "uploads";
    private static final String RESULTS = "results";

    private final List<Path> roots;
    private final Path results;
    private final Uploads uploads;

    /**
     * @param roots   folders that exist
     * @param results a folder that exists
     */
    public Places(List<Path> roots, Path results, Uploads uploads) {
        this.roots = roots.stream().map(Places::real).toList();
        this.results = real(results);
        this.uploads = uploads;
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT, "folder " + folder + ": cannot be read: " + FileReason.of(e), e);
        }
    }

    /** The folders that were named. */
    public List<Path> roots() {
        return roots;
    }

    /** The folder of results. */
    public Path results() {
        return results;
    }

    /**
     * The file of that name.
     *
     * @throws MediaException of the kind {@link ErrorKind#MISSING_INPUT} if it does not exist, or is not a place
     */
    public Path file(String place) {
        return find(place).filter(Files::isRegularFile).orElseThrow(() -> missing(place));
    }

    /** The folder of that name in one of the roots, under the same conditions. */
    public Path folder(int root, String below) {
        String place = ROOTS + "/" + root + (below.isEmpty() ? "" : "/" + below);
        return find(place).filter(Files::isDirectory).orElseThrow(() -> missing(place));
    }

    private static MediaException missing(String place) {
        return new MediaException(
                ErrorKind.MISSING_INPUT, PlainNames.printable(place) + ": no such file in the named folders");
    }

    private Optional<Path> find(String place) {
        String[] parts = place.split("/", -1);
        for (String part : parts) {
            if (!PlainNames.isPlain(part)) {
                return Optional.empty();
            }
        }
        if (parts[0].equals(UPLOADS) && parts.length == 2) {
            return uploads.find(parts[1]).map(Uploads.Upload::file);
        }
        if (parts[0].equals(RESULTS) && parts.length == 2) {
            return inside(results, parts[1]);
        }
        if (parts[0].equals(ROOTS) && parts.length >= 2 && parts[1].matches("\\d{1,3}")) {
            int root = Integer.parseInt(parts[1]);
            String below = String.join("/", List.of(parts).subList(2, parts.length));
            return root < roots.size() ? inside(roots.get(root), below) : Optional.empty();
        }
        return Optional.empty();
    }

    /** What the system itself says where a name leads; links may lead about, but not out. */
    private static Optional<Path> inside(Path folder, String below) {
        try {
            Path real = folder.resolve(below).toRealPath();
            return real.startsWith(folder) ? Optional.of(real) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The name of a file for the page; one outside all folders, such as a folder that is not named any more, has only its own. */
    public String name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (absolute.startsWith(results)) {
            return RESULTS + "/" + text(results.relativize(absolute));
        }
        Optional<String> upload = uploads.id(absolute);
        if (upload.isPresent()) {
            return UPLOADS + "/" + upload.get();
        }
        for (int n = 0; n < roots.size(); n++) {
            if (absolute.startsWith(roots.get(n))) {
                return ROOTS + "/" + n + "/" + text(roots.get(n).relativize(absolute));
            }
        }
        return "elsewhere/" + absolute.getFileName();
    }

    private static String text(Path relative) {
        return relative.toString().replace('\\', '/');
    }

    /** A message as it is for who sees only names: without the folder of an upload. */
    public String shortened(String message) {
        return message.replaceAll(Pattern.quote(uploads.folder().toString()) + "/[0-9a-f]+/", "");
    }

    /**
     * What a folder in a root holds.
     *
     * @param most names that are given
     */
    public List<Path> list(int root, String below, int most) {
        Path folder = folder(root, below);
        List<Path> shown = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> PlainNames.isPlain(file.getFileName().toString()))
                    .filter(file -> inside(roots.get(root), text(roots.get(root).relativize(file)))
                            .isPresent())
                    .sorted()
                    .limit(most)
                    .forEach(shown::add);
            return shown;
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT, "folder " + folder + ": cannot be read: " + FileReason.of(e), e);
        }
    }
}
