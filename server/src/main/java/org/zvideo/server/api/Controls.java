package org.zvideo.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.FrameTieRequest;

/**
 * What a page lets people choose: keys of the request, each with its range and default, and with the help of the option that sets
 * the same. The page holds no list of its own.
 */
public final class Controls {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double STEP = 0.05;
    private static final double MOST_LAMBDA = 3;

    private Controls() {}

    /** After the model: shown at once. */
    private static final String LOOK = "look";
    /** The model has to run again. */
    private static final String MODEL = "model";
    /** When paintings are reached. */
    private static final String TIME = "time";
    /** Only whole clips have it. */
    private static final String CLIP = "clip";

    /**
     * One of them.
     *
     * @param key    in the request
     * @param option of the command, without its dashes
     * @param group  {@code look}, {@code model}, {@code time} or {@code clip}
     * @param range  type, bounds, step, values and default, as far as there are any
     */
    private record Control(String key, String option, String label, String group, ObjectNode range) {}

    /**
     * All of them.
     *
     * @param help descriptions of the command's options, by their names without dashes
     */
    static ArrayNode all(Map<String, String> help) {
        ArrayNode all = JSON.arrayNode();
        for (Control control : controls()) {
            ObjectNode node = all.addObject()
                    .put("key", control.key)
                    .put("option", control.option)
                    .put("label", control.label)
                    .put("group", control.group);
            node.setAll(control.range);
            if (help.containsKey(control.option)) {
                node.put("help", help.get(control.option));
            }
        }
        return all;
    }

    /** The options of the command whose help is shown, without their dashes. */
    public static List<String> options() {
        return controls().stream().map(Control::option).toList();
    }

    private static List<Control> controls() {
        AppearanceRequest look = AppearanceRequest.DEFAULT;
        return List.of(
                new Control("method.appearance.palette", "palette", "Palette", LOOK, share(look.palette())),
                new Control("method.appearance.strokes", "strokes", "Strokes", LOOK, share(look.strokes())),
                new Control("method.appearance.detail", "detail", "Detail", LOOK, share(look.detail())),
                new Control("method.strength", "strength", "Strength", LOOK, share(1)),
                new Control("method.contentColors", "color", "The film's colors", LOOK, share(0)),
                new Control(
                        "styles.lambda",
                        "lambda",
                        "Style weight",
                        MODEL,
                        number(STEP, MOST_LAMBDA, STEP).put("default", StyleTransferOptions.LAMBDA)),
                new Control("styleKeys.fade", "style-fade", "Fade, in seconds", TIME, seconds()),
                new Control(
                        "effort.preset",
                        "preset",
                        "Preset",
                        MODEL,
                        choice(EnumNames.all(Preset.class)).put("default", EnumNames.of(Preset.QUALITY))),
                new Control("method.steps", "steps", "Steps", MODEL, whole(1, 100)),
                new Control("method.size", "size", "Size inside the model", MODEL, whole(64, 1024)),
                new Control(
                        "method.appearance.strokeSize",
                        "stroke-size",
                        "Stroke size",
                        MODEL,
                        number(0.25, 4, 0.25).put("default", look.strokeSize())),
                new Control("masks.feather", "mask-feather", "Feather of the mask", MODEL, whole(0, 100)),
                new Control(
                        "masks.invert",
                        "mask-invert",
                        "Invert the mask",
                        MODEL,
                        JSON.objectNode().put("type", "flag").put("default", false)),
                new Control(
                        "method.temporal",
                        "temporal",
                        "Consistency",
                        CLIP,
                        choice(EnumNames.all(FrameConsistency.class))
                                .put("default", EnumNames.of(FrameTieRequest.DEFAULT.temporal()))),
                new Control("effort.every", "every", "Model on every N-th frame", CLIP, whole(1, 24)),
                new Control("target.codec", "codec", "Codec", CLIP, choice(EnumNames.all(VideoCodec.class))),
                new Control("target.quality", "quality", "Quantizer", CLIP, whole(0, 63)),
                new Control(
                        "target.compare",
                        "compare",
                        "Also a comparison video",
                        CLIP,
                        choice(EnumNames.all(ComparisonFilter.Layout.class))));
    }

    private static ObjectNode share(double usual) {
        return number(0, 1, STEP).put("default", usual);
    }

    private static ObjectNode number(double least, double most, double step) {
        return JSON.objectNode()
                .put("type", "number")
                .put("min", least)
                .put("max", most)
                .put("step", step);
    }

    private static ObjectNode whole(int least, int most) {
        return JSON.objectNode()
                .put("type", "integer")
                .put("min", least)
                .put("max", most)
                .put("step", 1);
    }

    private static ObjectNode seconds() {
        return JSON.objectNode().put("type", "seconds").put("min", 0);
    }

    private static ObjectNode choice(List<String> values) {
        ObjectNode node = JSON.objectNode().put("type", "choice");
        ArrayNode all = node.putArray("values");
        values.forEach(all::add);
        return node;
    }
}
