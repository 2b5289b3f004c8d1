package org.zvideo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.job.JobOutputs;
import org.zvideo.video.picture.StillImage;

/** The files that a run of the command reads, and the names that it writes. */
record RunFiles(Zvideo command) {
    /** All that is read for these inputs. */
    InputFiles read(List<Path> inputs) {
        InputFiles read = new InputFiles();
        inputs.forEach(read::add);
        if (command.styles != null) {
            command.styles.forEach(style -> read.add(style.file()));
        }
        command.masks.files.forEach(read::add);
        command.machine.files().forEach(read::add);
        command.filters.files().forEach(read::add);
        command.presetFile().ifPresent(read::add);
        if (CutsArgument.isFile(command.cuts)) {
            read.add(Path.of(command.cuts));
        }
        return read;
    }

    /** All that is written beside what is dumped. */
    List<Path> written(Path target, boolean picture) {
        if (picture) {
            return List.of(target);
        }
        List<Path> names = new ArrayList<>(JobOutputs.names(target));
        if (command.compare != null) {
            names.add(ComparisonVideo.named(target));
        }
        return names;
    }

    /** All that is written for an input where nobody named the result. */
    List<Path> writtenFor(Path input) {
        boolean picture = StillImage.isPicture(input);
        return written(command.output.target(input, picture), picture);
    }
}
