package org.zvideo.video.study;

import java.util.Map;
import org.zvideo.core.StyleTransferOptions;

/**
 * The settings of a row that is to be computed.
 *
 * @param table the paper's table, like {@code IV}
 * @param id names its files, like {@code layers-0-5}
 * @param label as in the paper's table
 * @param options the settings
 * @param lambda λ of every style
 * @param paper the paper's numbers by their names in its table; empty if the paper has no such row
 * @param making how the results of clips are made
 */
public record Variant(
        String table,
        String id,
        String label,
        StyleTransferOptions options,
        double lambda,
        Map<String, Double> paper,
        Making making) {
    /** The id of the row that the others of its table are compared with. */
    public static final String OURS = "ours";

    /** A row whose results the model makes with these settings. */
    public Variant(
            String table,
            String id,
            String label,
            StyleTransferOptions options,
            double lambda,
            Map<String, Double> paper) {
        this(table, id, label, options, lambda, paper, Making.MODEL);
    }
}
