package org.zvideo.video.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.file.OutputFolder;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.resume.JobDifferences;
import org.zvideo.video.resume.StoredPicture;

/**
 * The folder in which a study keeps its results: {@code study.json} describes it (inputs, settings, versions), {@code
 * rows/} holds each finished row, {@code pictures/} the results, and {@code frames/} what the model made of clips without ties. The same study resumes after its last
 * finished row.
 */
public final class StudyFolder {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /** For what lies in the folder, which may be anybody's. */
    private static final ObjectMapper LIMITED = LimitedJson.mapperOfLists().build();

    private static final String IDENTITY = "study.json";

    private final OutputFolder folder;

    private StudyFolder(OutputFolder folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder or creates it.
     *
     * @param files the files of the run that writes the study
     * @param identity what results depend on; it must be the same for a study to resume
     * @param restart whether the results of another study are discarded
     * @throws MediaException if the folder belongs to another study or holds other files
     */
    public static StudyFolder open(OutputFiles files, Path folder, Object identity, boolean restart) {
        Path file = folder.resolve(IDENTITY);
        try {
            JsonNode wanted =
                    JSON.readTree(JSON.writeValueAsBytes(identity)); // as it will be read: JSON stores infinity as text
            if (Files.exists(file)) {
                List<String> differing =
                        JobDifferences.between(LimitedJson.tree(LIMITED, file, LimitedJson.LISTS), wanted);
                if (!differing.isEmpty() && !restart) {
                    throw new MediaException(
                            ErrorKind.CANNOT_CREATE,
                            "output " + folder + ": holds another study (other " + String.join(", ", differing) + ")",
                            Remedy.of(Remedy.Id.RESTART_STUDY));
                }
            } else if (Files.isDirectory(folder) && !OwnFiles.list(folder).isEmpty()) {
                throw new MediaException(
                        ErrorKind.CANNOT_CREATE,
                        "output " + folder + ": is not empty and holds no study; choose another folder");
            }
            StudyFolder study = new StudyFolder(files.folder(folder));
            if (restart) {
                study.clear();
            }
            study.write(IDENTITY, JSON.writeValueAsBytes(wanted));
            return study;
        } catch (IOException e) {
            throw new MediaException(ErrorKind.CANNOT_CREATE, "output " + folder + ": " + FileReason.of(e), e);
        }
    }

    /** Removes the rows and pictures that a study creates. Everything else stays. */
    private void clear() throws IOException {
        for (String part : List.of("rows", "pictures")) {
            if (Files.isDirectory(path().resolve(part), LinkOption.NOFOLLOW_LINKS)) {
                clear(path().resolve(part));
            }
        }
    }

    private void clear(Path part) throws IOException {
        for (Path file : OwnFiles.list(part)) {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                clear(file);
                OwnFiles.removeEmptyFolder(file);
            } else if (file.toString().matches("(?s).*\\.(json|png)")) {
                folder.remove(path().relativize(file).toString());
            }
        }
    }

    /** The row of a variant, if it was finished. */
    public Optional<StudyRow> find(Variant variant) {
        Path file = path().resolve(rowName(variant.table(), variant.id()));
        try {
            return Files.exists(file)
                    ? Optional.of(LimitedJson.value(LIMITED, file, LimitedJson.LISTS, StudyRow.class))
                    : Optional.empty();
        } catch (IOException | NullPointerException e) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT, "row " + file + ": cannot be read; delete it to have it computed again", e);
        }
    }

    /** Stores a finished row. */
    public void save(StudyRow row) {
        try {
            write(rowName(row.table(), row.id()), JSON.writeValueAsBytes(row));
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "row " + row.id() + ": " + FileReason.of(e), e);
        }
    }

    private static String rowName(String table, String id) {
        return "rows/" + table + "-" + id + ".json";
    }

    /** Stores a picture and returns its name within the folder. */
    String keep(Variant variant, String name, RgbImage picture) {
        String file = "pictures/" + variant.table() + "-" + variant.id() + "/" + name + ".png";
        write(file, StillImage.encode(picture, path().resolve(file)));
        return file;
    }

    /** Keeps what the model made of a frame without ties. */
    void keepFrame(String name, long frame, ModelPicture picture) {
        write(frameName(name, frame), StoredPicture.encode(picture));
    }

    /** What the model made of a frame without ties, if it is kept. */
    Optional<ModelPicture> frame(String name, long frame) {
        Path file = path().resolve(frameName(name, frame));
        try {
            return Files.exists(file)
                    ? Optional.of(StoredPicture.decode(LimitedFile.bytes(file, StoredPicture.LARGEST)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT, "frame " + file + ": cannot be read; delete it to have it made again", e);
        }
    }

    private static String frameName(String name, long frame) {
        return String.format(Locale.ROOT, "frames/%s/%06d.png", name, frame);
    }

    /** Writes or replaces a file of the study, completely or not at all. */
    public void write(String name, byte[] bytes) {
        folder.write(name, bytes);
    }

    public Path path() {
        return folder.path();
    }
}
