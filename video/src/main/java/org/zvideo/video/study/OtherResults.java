package org.zvideo.video.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;

/**
 * What another program made of the contents of a study: files named {@code CONTENT--STYLE}, or {@code CONTENT} alone where there
 * is one style. Their endings are their own.
 *
 * @param name  of the row, for people
 * @param files by content and style, like {@code coffee--starry-night}
 */
public record OtherResults(String name, Map<String, Path> files) {
    /**
     * Finds the files of a folder that belong to contents and styles.
     *
     * @param problems receives a line for each content and style without a file, and for each file that belongs to none
     * @throws MediaException if no file belongs to any
     */
    public static OtherResults find(String name, Path folder, StudyInputs inputs, List<String> problems) {
        Map<String, Path> found = StudyInputs.files("row " + name, List.of(folder)).stream()
                .collect(Collectors.toMap(
                        FileName::stem,
                        file -> file,
                        (first, second) -> {
                            throw new MediaException(
                                    ErrorKind.USAGE,
                                    "row " + name + ": " + first + " and " + second + " have the same name; keep one");
                        },
                        TreeMap::new));
        Map<String, Path> matched = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        List<Path> contents = new ArrayList<>(inputs.pictures());
        contents.addAll(inputs.clips());
        for (Path style : inputs.styles()) {
            for (Path content : contents) {
                String wanted = StudyInputs.name(content, style);
                Path file = found.remove(wanted);
                if (file == null && inputs.styles().size() == 1) {
                    file = found.remove(FileName.stem(content));
                }
                if (file == null) {
                    missing.add("row " + name + ": has no " + wanted + " in " + folder);
                } else {
                    matched.put(wanted, file);
                }
            }
        }
        if (matched.isEmpty()) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "row " + name + ": no file in " + folder + " is named like a content and a style, such as "
                            + StudyInputs.name(contents.get(0), inputs.styles().get(0)));
        }
        problems.addAll(missing);
        found.values().forEach(file -> problems.add("row " + name + ": " + file + " belongs to no content and style"));
        return new OtherResults(name, matched);
    }

    /** The result of a content with a style. */
    Optional<Path> of(Path content, Path style) {
        return Optional.ofNullable(files.get(StudyInputs.name(content, style)));
    }

    /** Whether it holds a result of any of these contents. */
    public boolean has(List<Path> contents, List<Path> styles) {
        return contents.stream()
                .anyMatch(content ->
                        styles.stream().anyMatch(style -> of(content, style).isPresent()));
    }

    /** The id of its row, which names files. */
    public String id() {
        return "row-" + name.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
