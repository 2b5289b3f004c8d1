package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.core.error.Usage;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.shot.CutSpec;
import org.zvideo.video.study.StudyInputs;
import picocli.CommandLine.Option;

/** The options of commands that run on sets of contents and styles. */
public final class StudyArguments {
    @Option(
            names = "--content",
            required = true,
            paramLabel = "PATH",
            arity = "1..*",
            description = "Contents: files, or folders of files.")
    List<Path> contents;

    @Option(
            names = {"-s", "--style"},
            required = true,
            paramLabel = "PATH",
            arity = "1..*",
            description = "Style pictures: files, or folders of files.")
    List<Path> styles;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for tables and pictures. The same command resumes what is in it.")
    public Path output;

    @Option(
            names = "--vgg",
            paramLabel = "FILE",
            description = "VGG19's weights (safetensors, torchvision's names) for L_c and L_s. Without them "
                    + "contentVae is measured instead of L_c; style is measured in both cases.")
    public Path vgg;

    @Option(
            names = "--cuts",
            paramLabel = "auto|none|FILE",
            defaultValue = "auto",
            description = "Where shots of videos start (default ${DEFAULT-VALUE}).")
    private CutSpec cuts;

    @Option(
            names = "--measure-flow",
            paramLabel = "dis|farneback",
            defaultValue = "dis,farneback",
            description = "The optical flow along which videos are measured, and a second one after a comma (default"
                    + " ${DEFAULT-VALUE}).")
    private String measureFlow;

    @Option(names = "-y", description = "Start over if the folder holds another study.")
    public boolean replace;

    /** Where shots of videos start. */
    public CutSpec cuts() {
        return cuts;
    }

    /** The motion along which videos are measured. */
    public MeasuredFlow flow() {
        return Usage.checked(() -> MeasuredFlow.parse(measureFlow));
    }

    public StudyInputs inputs() {
        return StudyInputs.of(contents, styles);
    }
}
