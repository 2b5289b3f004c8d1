package org.zvideo.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.shot.ListedCuts;
import org.zvideo.video.shot.ShotDetector;
import picocli.CommandLine.ITypeConverter;

/** {@code auto}, {@code none} or a file that lists them. */
final class CutsConverter implements ITypeConverter<Supplier<Cuts>> {
    @Override
    public Supplier<Cuts> convert(String value) {
        return switch (value) {
            case "auto" -> ShotDetector::new;
            case "none" -> () -> Cuts.NONE;
            default -> () -> ListedCuts.read(Path.of(value));
        };
    }
}
