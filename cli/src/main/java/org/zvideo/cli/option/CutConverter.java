package org.zvideo.cli.option;

import org.zvideo.video.shot.CutSpec;
import picocli.CommandLine.ITypeConverter;

/** Reads {@code auto}, {@code none} or the name of a file with cuts. */
public final class CutConverter implements ITypeConverter<CutSpec> {
    @Override
    public CutSpec convert(String text) {
        FileConverter.path(text);
        return CutSpec.parse(text);
    }
}
