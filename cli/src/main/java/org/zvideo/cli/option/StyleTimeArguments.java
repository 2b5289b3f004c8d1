package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.StyleKey;
import org.zvideo.video.request.StyleTime;
import picocli.CommandLine.Option;

/** The options that say when the style of a video changes. */
public final class StyleTimeArguments {
    @Option(
            names = "--style-at",
            paramLabel = "TIME=ART[:L]",
            converter = StyleKeyArgument.Converter.class,
            description =
                    "Fade from the style before to this one, which is reached at that time of the video: seconds, M:SS or"
                            + " H:MM:SS; or change to it at a cut, cut:1 for the first. Repeatable, in the order of the times; --style is the"
                            + " style of the beginning.")
    List<StyleKeyArgument> keys = List.of();

    @Option(
            names = "--style-fade",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "How long before its time the fade to a style begins, 0 for a change from one frame to the next"
                            + " (default the time of the style before).")
    Double fade;

    /** The styles of a file that begins with some; a picture has no others. */
    public StyleChoice of(Path file, List<StyleArgument> first, double lambda) {
        return StillImage.isPicture(file) ? StyleChoice.of(first, lambda) : after(first, lambda);
    }

    /** The styles of a video that begins with some. */
    public StyleChoice after(List<StyleArgument> first, double lambda) {
        requireEffect();
        return StyleChoice.of(first, keys, this::key, lambda);
    }

    private StyleKey key(StyleTime at, int style) {
        return new StyleKey(
                at,
                fade == null || at instanceof StyleTime.AtCut ? OptionalDouble.empty() : OptionalDouble.of(fade),
                List.of(style));
    }

    private void requireEffect() {
        if (fade != null && keys.stream().allMatch(key -> key.at() instanceof StyleTime.AtCut)) {
            throw new ZvideoException(
                    ErrorKind.USAGE,
                    "--style-fade: without effect, since no --style-at has a time, and nothing fades at a cut");
        }
    }
}
