package org.zvideo.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.RgbImage;

/** The styles, prepared when they are first needed: an output that cannot be written is found out before that. */
final class PreparedStyles implements Supplier<List<Style>>, AutoCloseable {
    private final StyleTransfer transfer;
    private final List<RgbImage> pictures;
    private final List<Double> lambdas;
    private final Console console;
    private final List<Style> prepared = new ArrayList<>();

    PreparedStyles(StyleTransfer transfer, List<RgbImage> pictures, List<Double> lambdas, Console console) {
        this.transfer = transfer;
        this.pictures = pictures;
        this.lambdas = lambdas;
        this.console = console;
    }

    /** The pictures as the model sees them. */
    List<RgbImage> seen() {
        return pictures.stream().map(transfer::seen).toList();
    }

    @Override
    public List<Style> get() {
        Progress progress = console.progress("style");
        progress.expect(pictures.size());
        try {
            for (int n = prepared.size(); n < pictures.size(); n++) {
                prepared.add(transfer.style(pictures.get(n), lambdas.get(n), console.steps(progress)));
                progress.frameDone();
            }
        } finally {
            progress.clear();
        }
        return prepared;
    }

    @Override
    public void close() {
        prepared.forEach(Style::close);
    }
}
