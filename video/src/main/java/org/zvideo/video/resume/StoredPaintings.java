package org.zvideo.video.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.zvideo.core.Painting;
import org.zvideo.core.image.FloatImage;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.resume.Journal.Painted;

/**
 * The paintings of a work folder: each as the model takes it and, below it, what its autoencoder makes of it. With them
 * brushwork can be laid over frames without the model.
 */
public final class StoredPaintings {
    private static final double THOUSANDTHS = 1000;

    private final Path folder;
    private final Journal journal;

    StoredPaintings(Path folder, Journal journal) {
        this.folder = folder;
        this.journal = journal;
    }

    /**
     * A painting, which is made and kept unless it is kept already.
     *
     * @param number of the style
     * @param scale  of its size
     * @param make   makes it, in 16-bit levels
     */
    public Painting get(int number, double scale, Supplier<Painting> make) {
        try {
            Optional<Painting> kept = kept(number, scale);
            return kept.isPresent() ? kept.get() : keep(number, scale, make.get());
        } catch (IOException e) {
            throw FolderFault.of(folder, e);
        }
    }

    private Optional<Painting> kept(int number, double scale) throws IOException {
        Path file = file(number, scale);
        Optional<Painted> line = journal.painting(number, thousandths(scale));
        if (line.isEmpty() || !Hashes.matches(file, line.get().hash())) {
            return Optional.empty();
        }
        StackedPictures stored = StackedPictures.decode(Files.readAllBytes(file), 2);
        return Optional.of(new Painting(image(stored, 0), image(stored, 1)));
    }

    private static FloatImage image(StackedPictures stored, int number) {
        return FloatImage.ofLevels(
                stored.width(), stored.height(), stored.levels().get(number));
    }

    private Painting keep(int number, double scale, Painting painting) throws IOException {
        FloatImage picture = painting.picture();
        byte[] png = new StackedPictures(
                        picture.width(),
                        picture.height(),
                        List.of(picture.levels(), painting.roundTrip().levels()))
                .encode();
        OwnFiles.replace(file(number, scale), png);
        journal.add(new Painted(number, thousandths(scale), Hashes.of(png)));
        return painting;
    }

    private Path file(int number, double scale) {
        return folder.resolve(String.format(Locale.ROOT, "style-%d-%d.png", number, thousandths(scale)));
    }

    private static long thousandths(double scale) {
        return Math.round(scale * THOUSANDTHS);
    }
}
