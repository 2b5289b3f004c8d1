package org.zvideo.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Threads;
import org.zvideo.video.job.HashedFile;

/** The model and the styles that are in memory: a file of a batch takes over what it has in common with the one before. */
final class LoadedModel implements AutoCloseable {
    private final MachineArguments machine;
    private final Console console;
    private Placement placement;
    private StyleTransfer opened;
    private Map<String, HashedFile> files;
    private StyleKey key;
    private PreparedStyles styles;

    /** All that prepared styles depend on; another number of threads adds up in another order. */
    private record StyleKey(StyleTransferOptions options, List<RgbImage> pictures, List<Double> lambdas, int threads) {}

    LoadedModel(MachineArguments machine, Console console) {
        this.machine = machine;
        this.console = console;
    }

    /** The model with these settings, loaded only if it is not there yet or lies elsewhere. */
    StyleTransfer with(Placement wanted, StyleTransferOptions options) {
        if (!wanted.equals(placement)) {
            close();
            console.say(
                    "model %s on %s, %s", machine.modelPath(), wanted.device(), OptionNames.name(wanted.precision()));
            opened = machine.open(wanted, options);
            placement = wanted;
            files = null;
        }
        return opened.with(options);
    }

    /** What the model was read from, hashed once for all runs that use it. */
    Map<String, HashedFile> files() {
        if (files == null) {
            files = new LinkedHashMap<>();
            opened.modelFiles().forEach((role, file) -> files.put(role, HashedFile.of(file)));
        }
        return files;
    }

    /** The styles for this model, which stay this object's. */
    PreparedStyles styles(StyleTransfer transfer, List<RgbImage> pictures, List<Double> lambdas) {
        StyleKey wanted = new StyleKey(transfer.options(), pictures, lambdas, Threads.count());
        if (!wanted.equals(key)) {
            closeStyles();
            styles = new PreparedStyles(transfer, pictures, lambdas, console);
            key = wanted;
        }
        return styles;
    }

    private void closeStyles() {
        key = null;
        if (styles != null) {
            styles.close();
            styles = null;
        }
    }

    @Override
    public void close() {
        closeStyles();
        placement = null;
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
