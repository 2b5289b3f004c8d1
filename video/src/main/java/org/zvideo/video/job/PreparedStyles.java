package org.zvideo.video.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.zvideo.core.Painting;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.resume.StoredPaintings;

/** The styles, prepared when they are first needed: an output that cannot be written is found out before that. */
final class PreparedStyles implements Supplier<List<Style>>, AutoCloseable {
    private final StyleTransfer transfer;
    private final List<RgbImage> pictures;
    private final List<Double> lambdas;
    private final JobListener listener;
    private final List<Style> prepared = new ArrayList<>();

    PreparedStyles(StyleTransfer transfer, List<RgbImage> pictures, List<Double> lambdas, JobListener listener) {
        this.transfer = transfer;
        this.pictures = pictures;
        this.lambdas = lambdas;
        this.listener = listener;
    }

    /** The pictures as they were read. */
    List<RgbImage> pictures() {
        return pictures;
    }

    /** The pictures as the model sees them. */
    List<RgbImage> seen() {
        return pictures.stream().map(transfer::seen).toList();
    }

    /**
     * The pictures before and after the model's autoencoder.
     *
     * @param scale of their size
     * @param kept  where they are kept
     */
    List<Painting> paintings(double scale, StoredPaintings kept) {
        List<Painting> paintings = new ArrayList<>();
        for (int n = 0; n < pictures.size(); n++) {
            RgbImage picture = pictures.get(n);
            paintings.add(kept.get(n, scale, () -> transfer.painting(picture, scale)));
        }
        return paintings;
    }

    /** The same, kept nowhere. */
    List<Painting> paintings(double scale) {
        return pictures.stream()
                .map(picture -> transfer.painting(picture, scale))
                .toList();
    }

    @Override
    public List<Style> get() {
        try (WorkProgress progress = listener.starts(Work.STYLE)) {
            progress.expect(pictures.size());
            for (int n = prepared.size(); n < pictures.size(); n++) {
                prepared.add(transfer.style(pictures.get(n), lambdas.get(n), listener.observer(progress)));
                progress.unitDone();
            }
        }
        return prepared;
    }

    @Override
    public void close() {
        prepared.forEach(Style::close);
    }
}
