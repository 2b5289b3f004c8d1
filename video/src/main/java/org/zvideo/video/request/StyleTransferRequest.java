package org.zvideo.video.request;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.shot.CutSpec;
import org.zvideo.video.shot.Cuts;

/**
 * All that is asked of one run: what is stylized, how, with what and into which file. An immutable value that
 * {@link RequestJson} reads and writes, and that {@code video.job.StyleTransferJob} runs.
 *
 * <pre>{@code
 * StyleTransferRequest request = StyleTransferRequest.of(model, video, painting, result);
 * new StyleTransferJob(request).run(JobListener.SILENT);
 * }</pre>
 *
 * @param source        a video or a picture
 * @param styles        one or several, which are mixed
 * @param schedule      when which of them act; mixed from the first frame to the last if it says nothing
 * @param masks         where the styles act
 * @param method        what was chosen of the method
 * @param effort        how much work a frame may be
 * @param cuts          where the shots of a video start
 * @param filters       beside the model
 * @param machine       the model and what computes it
 * @param target        what is written
 * @param dump          what is written of the inside of frames
 * @param settingsFiles files from which values of this request were taken, such as a preset; the report names them and none
 *                      of them is ever overwritten
 */
public record StyleTransferRequest(
        Source source,
        List<StyleInput> styles,
        StyleSchedule schedule,
        MaskInput masks,
        MethodRequest method,
        Effort effort,
        CutSpec cuts,
        FilterSpec filters,
        Machine machine,
        Target target,
        Optional<DumpSpec> dump,
        List<Path> settingsFiles) {
    public StyleTransferRequest {
        styles = List.copyOf(styles);
        settingsFiles = List.copyOf(settingsFiles);
        if (styles.isEmpty()) {
            throw new IllegalArgumentException("no style: a request needs at least one");
        }
        int given = styles.size();
        schedule.keys().stream()
                .flatMap(key -> key.styles().stream())
                .filter(style -> style >= given)
                .findFirst()
                .ifPresent(style -> {
                    throw new IllegalArgumentException(
                            "style " + style + " of a key: there are styles 0 to " + (given - 1));
                });
        if (effort instanceof Effort.Within
                && (method.steps().isPresent()
                        || !method.timesteps().listed().isEmpty()
                        || method.inversionSteps().isPresent()
                        || method.coarseInterval().isPresent()
                        || method.inversionInterval().isPresent())) {
            throw new IllegalArgumentException(
                    "a time limit chooses the steps and the intervals of coarse levels and inversion: give one or the other");
        }
    }

    /** One video or picture in the style of one painting, with the defaults of everything. */
    public static StyleTransferRequest of(Path model, Path input, Path style, Path output) {
        return new StyleTransferRequest(
                Source.of(input),
                List.of(StyleInput.of(style)),
                StyleSchedule.NONE,
                MaskInput.NONE,
                MethodRequest.DEFAULT,
                Effort.QUALITY,
                CutSpec.parse("auto"),
                FilterSpec.NONE,
                Machine.of(model),
                Target.of(output),
                Optional.empty(),
                List.of());
    }

    /** The same with other choices of the method. */
    public StyleTransferRequest withMethod(MethodRequest other) {
        return new StyleTransferRequest(
                source, styles, schedule, masks, other, effort, cuts, filters, machine, target, dump, settingsFiles);
    }

    /** The same in other styles. */
    public StyleTransferRequest withStyles(List<StyleInput> others) {
        return new StyleTransferRequest(
                source, others, schedule, masks, method, effort, cuts, filters, machine, target, dump, settingsFiles);
    }

    /** The same with other masks. */
    public StyleTransferRequest withMasks(MaskInput other) {
        return new StyleTransferRequest(
                source, styles, schedule, other, method, effort, cuts, filters, machine, target, dump, settingsFiles);
    }

    /** The same with another effort. */
    public StyleTransferRequest withEffort(Effort other) {
        return new StyleTransferRequest(
                source, styles, schedule, masks, method, other, cuts, filters, machine, target, dump, settingsFiles);
    }

    /** The same on another machine, or with another model. */
    public StyleTransferRequest withMachine(Machine other) {
        return new StyleTransferRequest(
                source, styles, schedule, masks, method, effort, cuts, filters, other, target, dump, settingsFiles);
    }

    /** The same of another source. */
    public StyleTransferRequest withSource(Source other) {
        return new StyleTransferRequest(
                other, styles, schedule, masks, method, effort, cuts, filters, machine, target, dump, settingsFiles);
    }

    /** The same into another file. */
    public StyleTransferRequest withTarget(Target other) {
        return new StyleTransferRequest(
                source, styles, schedule, masks, method, effort, cuts, filters, machine, other, dump, settingsFiles);
    }

    /** The same with another schedule of its styles. */
    public StyleTransferRequest withSchedule(StyleSchedule other) {
        return new StyleTransferRequest(
                source, styles, other, masks, method, effort, cuts, filters, machine, target, dump, settingsFiles);
    }

    /** New cuts for one run through the video: its own, and those of its style. */
    public Cuts openCuts() {
        return schedule.with(cuts.open());
    }

    /** λ of each style. */
    public List<Double> lambdas() {
        return styles.stream().map(StyleInput::lambda).toList();
    }

    /** Whether the source is a picture, as its content says. */
    public boolean ofPicture() {
        return StillImage.isPicture(source.file());
    }
}
