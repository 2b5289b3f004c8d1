package org.zvideo.video.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;

/**
 * Numbered pictures, named by a pattern like {@code frames/%04d.png}.
 *
 * @param folder the folder that holds them
 * @param prefix the name before the number
 * @param digits the least number of digits, filled with zeros
 * @param suffix the name after the number
 */
public record PictureSequence(Path folder, String prefix, int digits, String suffix) {
    private static final Pattern PATTERN = Pattern.compile("([^%]*)%(?:0(\\d))?d([^%]*)");

    /** The sequence that a path stands for. Empty if it is not a pattern, or if a file has exactly that name. */
    public static Optional<PictureSequence> of(Path path) {
        Matcher parts = PATTERN.matcher(
                path.getFileName() == null ? "" : path.getFileName().toString());
        if (!parts.matches() || !StillImage.isPictureName(path) || Files.exists(path)) {
            return Optional.empty();
        }
        return Optional.of(new PictureSequence(
                path.toAbsolutePath().getParent(),
                parts.group(1),
                parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2)),
                parts.group(3)));
    }

    /**
     * The words for a name that stands for no file: of a pattern, which kinds of numbered pictures are read.
     */
    public static String noSuch(Path path) {
        boolean pattern = path.getFileName() != null
                && PATTERN.matcher(path.getFileName().toString()).matches();
        return pattern && !StillImage.isPictureName(path)
                ? "no such file; numbered pictures must be " + StillImage.SUPPORTED
                : "no such file";
    }

    /** The path of picture n. */
    public String name(long n) {
        return prefix + (digits == 0 ? Long.toString(n) : String.format(Locale.ROOT, "%0" + digits + "d", n)) + suffix;
    }

    /** Every existing picture, in order, whether or not some are missing in between. */
    public List<Path> all() {
        return numbers().stream().map(n -> folder.resolve(name(n))).toList();
    }

    /** Whether a file name is that of one of the pictures. */
    public boolean holds(Path file) {
        return number(file).isPresent();
    }

    /** The number of a file, or empty if it does not belong to the sequence. */
    private Optional<Long> number(Path file) {
        Matcher matcher = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,9})" + Pattern.quote(suffix))
                .matcher(file.getFileName().toString());
        return matcher.matches() && file.getFileName().toString().equals(name(Long.parseLong(matcher.group(1))))
                ? Optional.of(Long.parseLong(matcher.group(1)))
                : Optional.empty();
    }

    /** The first existing number. */
    public Optional<Long> first() {
        return numbers().stream().findFirst();
    }

    /** The first number that is missing between the first and the last. */
    public Optional<Long> gap() {
        List<Long> numbers = numbers();
        return IntStream.range(1, numbers.size())
                .filter(n -> numbers.get(n) > numbers.get(n - 1) + 1)
                .mapToObj(n -> numbers.get(n - 1) + 1)
                .findFirst();
    }

    /** The first of its names that is taken by something else than a file, which might never end. */
    public Optional<Path> noFile() {
        return all().stream().filter(one -> !Files.isRegularFile(one)).findFirst();
    }

    /** The existing numbers, in order. */
    private List<Long> numbers() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> number(file).stream()).sorted().toList();
        } catch (IOException e) {
            throw new MediaException(ErrorKind.MISSING_INPUT, "folder " + folder + ": " + FileReason.of(e), e);
        }
    }

    /** The files from the first one on, without a gap. */
    public Stream<Path> files() {
        long first = first().orElse(0L);
        return Stream.iterate(first, n -> n + 1)
                .map(n -> folder.resolve(name(n)))
                .takeWhile(Files::isRegularFile);
    }
}
