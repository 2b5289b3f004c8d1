package org.zvideo.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.core.Fidelity;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.report.MeasuredContent;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.request.Machine;

/** The network that measures how far results are from their content, if one was named. */
record ContentNetwork(Optional<StyleTransfer> model, Optional<Fidelity> fidelity) implements AutoCloseable {
    /**
     * Opens it.
     *
     * @param model null for the shipped one
     * @param vgg null for the model's own encoder; without either there is no network
     */
    static ContentNetwork open(Path model, Path vgg) {
        if (model == null && vgg == null) {
            return new ContentNetwork(Optional.empty(), Optional.empty());
        }
        if (vgg != null && !Files.isRegularFile(vgg)) {
            throw new MediaException(ErrorKind.MISSING_INPUT, "vgg " + vgg + ": no such file");
        }
        Machine machine = Machine.of(model == null ? MachineArguments.shipped() : model);
        machine.inTurn().applied();
        StyleTransfer opened = machine.open(machine.placement(), StyleTransferOptions.defaults());
        return Closing.onFailure(
                opened,
                () -> new ContentNetwork(Optional.of(opened), Optional.of(opened.fidelity(Optional.ofNullable(vgg)))));
    }

    /** The same measures and, with a network, the distance from the content. */
    Measuring added(Measuring measuring) {
        return fidelity.map(network -> measuring.withContent(MeasuredContent.by(network)))
                .orElse(measuring);
    }

    @Override
    public void close() {
        fidelity.ifPresent(Fidelity::close);
        model.ifPresent(StyleTransfer::close);
    }
}
