package org.zvideo.video.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.StyleEdit;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.Sain;

/**
 * The rows of the paper's Tables II and IV, on pictures; those of Table III are {@link ClipRows}. The paper's steps are out of 30; for another T they are scaled.
 *
 * @param base settings that every row starts from
 * @param lambda λ of the rows that do not vary it
 */
public record PaperTables(StyleTransferOptions base, double lambda) {
    /** The name of the paper's content loss. */
    public static final String CONTENT = "L_c";
    /** The name of the paper's style loss. */
    public static final String STYLE = "L_s";
    /** The name of the paper's mean of Diff. */
    public static final String MEAN = "mean";
    /** The name of the paper's variance of Diff. */
    public static final String VARIANCE = "variance";

    /** Table II: the default method only. */
    public List<Variant> second() {
        return List.of(picture("II", Variant.OURS, "ours", method(), lambda, 1.65, 3.63));
    }

    /** Table IV: steps, layers, arrangements, SAIN and λ, plus rows that the paper does not have. */
    public List<Variant> fourth() {
        DualPathOptions m = method();
        StyleEdit edit = m.edit();
        List<Variant> rows = new ArrayList<>();
        rows.add(picture("IV", Variant.OURS, "ours", m, lambda, 1.65, 3.63));
        rows.add(steps(0, 10, 2.63, 4.98));
        rows.add(steps(10, 20, 1.19, 4.48));
        rows.add(steps(20, 30, 1.13, 4.96));
        rows.add(steps(5, 20, 1.42, 4.01));
        rows.add(steps(15, 30, 1.34, 4.47));
        rows.add(layers(0, 5, 2.06, 5.07));
        rows.add(layers(5, 10, 1.11, 6.05));
        rows.add(layers(0, 15, 2.57, 3.76));
        rows.add(picture(
                "IV", "add", "simple add", m.withEdit(edit.withArrangement(Arrangement.ADD)), lambda, 1.78, 4.11));
        rows.add(picture(
                "IV",
                "style-cross",
                "style-across",
                m.withEdit(edit.withArrangement(Arrangement.STYLE_CROSS)),
                lambda,
                1.93,
                3.55));
        rows.add(picture("IV", "sain-none", "w/o SAIN", m.withEdit(edit.withSain(Sain.Mode.NONE)), lambda, 1.61, 3.70));
        rows.add(picture(
                "IV", "sain-mean", "mean adjustment", m.withEdit(edit.withSain(Sain.Mode.MEAN)), lambda, 1.88, 3.59));
        rows.add(lambda(1.0, 1.13, 4.61));
        rows.add(lambda(1.1, 1.47, 4.13));
        rows.add(lambda(1.3, 2.23, 3.49));
        rows.add(lambda(1.4, 2.29, 3.45));
        rows.add(beyond("sain-printed", "SAIN as printed", m.withEdit(edit.withSain(Sain.Mode.PAPER_SIGN))));
        rows.add(beyond("anchor", "content anchor 0.01", m.withBeyond(m.beyond().withContentAnchor(0.01))));
        rows.add(beyond("reconstruction", "no style", m.reconstruction()));
        return rows;
    }

    private DualPathOptions method() {
        return base.method();
    }

    private Variant steps(int from, int to, double content, double style) {
        double scale = method().steps() / 30.0;
        StepRange range = new StepRange((int) Math.round(from * scale), (int) Math.round(to * scale));
        return picture(
                "IV",
                "steps-" + from + "-" + to,
                "step " + from + "-" + to,
                method().withEdit(method().edit().withSteps(range)),
                lambda,
                content,
                style);
    }

    private Variant layers(int first, int last, double content, double style) {
        return picture(
                "IV",
                "layers-" + first + "-" + last,
                "layer " + first + "-" + last,
                method().withEdit(method().edit().withLayers(new LayerRange(first, last))),
                lambda,
                content,
                style);
    }

    private Variant lambda(double value, double content, double style) {
        return picture("IV", "lambda-" + value, "λ = " + value, method(), value, content, style);
    }

    private Variant picture(
            String table,
            String id,
            String label,
            DualPathOptions method,
            double weight,
            double content,
            double style) {
        return new Variant(table, id, label, base.withMethod(method), weight, Map.of(CONTENT, content, STYLE, style));
    }

    private Variant beyond(String id, String label, DualPathOptions method) {
        return new Variant("IV", id, label, base.withMethod(method), lambda, Map.of());
    }
}
