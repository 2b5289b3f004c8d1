package org.zvideo.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.zvideo.core.Preset;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.MaskInput;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.request.StyleTransferRequest;

/** What the pictures of a sheet differ in. */
enum PreviewSheet {
    /** The blend of source and result, which needs the model once. */
    STRENGTHS {
        @Override
        List<Variant> of(StyleTransferRequest request) {
            MethodRequest method = request.method();
            return Arrays.stream(new double[] {0.25, 0.5, 0.75, 1})
                    .mapToObj(strength -> new Variant(
                            "strength " + strength,
                            request,
                            method.withAfterModel(method.appearance(), strength, method.contentColors())))
                    .toList();
        }
    },
    /** The weight of the style in the attention, the same of all styles. */
    LAMBDA {
        @Override
        List<Variant> of(StyleTransferRequest request) {
            return Arrays.stream(new double[] {0.4, 0.6, 0.8, 1.2, 2.4})
                    .mapToObj(lambda -> Variant.of(
                            "λ " + lambda,
                            request.withStyles(request.styles().stream()
                                    .map(style -> new StyleInput(style.file(), lambda))
                                    .toList())))
                    .toList();
        }
    },
    /** Each style alone, behind its own mask or the one that there is. */
    STYLES {
        @Override
        List<Variant> of(StyleTransferRequest request) {
            List<StyleInput> styles = request.styles();
            MaskInput masks = request.masks();
            if (masks.files().size() > 1 && masks.files().size() != styles.size()) {
                throw new ZvideoException(
                        ErrorKind.USAGE,
                        masks.files().size() + " masks for " + styles.size()
                                + " styles: a sheet of styles takes one mask, or one per style");
            }
            return IntStream.range(0, styles.size())
                    .mapToObj(n -> Variant.of(
                            styles.get(n).file().getFileName().toString(),
                            request.withStyles(List.of(styles.get(n)))
                                    .withMasks(masks.files().size() > 1 ? masks.only(n) : masks)))
                    .toList();
        }
    },
    /** Each preset as it is, whatever --steps says. */
    PRESETS {
        @Override
        List<Variant> of(StyleTransferRequest request) {
            return Arrays.stream(Preset.values())
                    .map(preset -> Variant.of(
                            EnumNames.of(preset),
                            request.withMethod(request.method().withStepsOpen()).withEffort(Effort.Chosen.of(preset))))
                    .toList();
        }
    };

    /**
     * One picture of a sheet.
     *
     * @param label   what stands above it
     * @param request what the model makes of the frame
     * @param look    what is done after the model
     */
    record Variant(String label, StyleTransferRequest request, MethodRequest look) {
        /** What a request says. */
        static Variant of(String label, StyleTransferRequest request) {
            return new Variant(label, request, request.method());
        }
    }

    /** The pictures, from left to right. */
    abstract List<Variant> of(StyleTransferRequest request);
}
