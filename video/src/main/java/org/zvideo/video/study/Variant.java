package org.zvideo.video.study;

import java.util.Map;
import org.zvideo.core.StyleTransferOptions;

/**
 * A row to be made.
 *
 * @param table   of the paper, like {@code IV}
 * @param id      names its files: {@code layers-0-5}
 * @param label   as the paper's table has it
 * @param options it is made with
 * @param lambda  λ of every style
 * @param paper   the paper's numbers by their names in its table; empty where the paper has no such row
 */
public record Variant(
        String table, String id, String label, StyleTransferOptions options, double lambda, Map<String, Double> paper) {
    /** Id of the row that the others of its table are compared with. */
    public static final String OURS = "ours";
}
