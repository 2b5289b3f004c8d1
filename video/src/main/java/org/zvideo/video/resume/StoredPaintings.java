package org.zvideo.video.resume;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.zvideo.core.Painting;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.image.FloatImage;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.resume.Journal.Painted;

/**
 * The paintings of a work folder: each as the model takes it, but finer, and in the upper left corner below it what
 * its autoencoder makes of it. With them brushwork can be laid over frames without the model.
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
        if (line.isEmpty() || !Hashes.matches(file, line.get().hash()) || !StackedPictures.fits(file, 2)) {
            return Optional.empty();
        }
        StackedPictures stored = StackedPictures.decode(LimitedFile.bytes(file, StackedPictures.LARGEST), 2);
        int width = stored.width() / Painting.FINENESS;
        int height = stored.height() / Painting.FINENESS;
        short[] roundTrip = new short[stored.levels().get(1).length / (Painting.FINENESS * Painting.FINENESS)];
        copyRows(stored.levels().get(1), 3 * stored.width(), roundTrip, 3 * width, height);
        return Optional.of(new Painting(
                FloatImage.ofLevels(
                        stored.width(), stored.height(), stored.levels().get(0)),
                FloatImage.ofLevels(width, height, roundTrip)));
    }

    private static void copyRows(short[] from, int fromLength, short[] to, int toLength, int rows) {
        for (int y = 0; y < rows; y++) {
            System.arraycopy(from, y * fromLength, to, y * toLength, Math.min(fromLength, toLength));
        }
    }

    private Painting keep(int number, double scale, Painting painting) throws IOException {
        FloatImage picture = painting.picture();
        FloatImage small = painting.roundTrip();
        short[] corner = new short[picture.values().length];
        copyRows(small.levels(), 3 * small.width(), corner, 3 * picture.width(), small.height());
        byte[] png = new StackedPictures(picture.width(), picture.height(), List.of(picture.levels(), corner)).encode();
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
