package org.zvideo.core.edit;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** How an edited layer mixes the values of content and styles (METHOD.md §4). */
public interface StyleArrangement {
    /**
     * @param query   Q_c [H, N, d]
     * @param content the content's block
     * @param styles  at least one
     * @return [H, N, d]
     */
    Tensor mix(Tensor query, ContentBlock content, List<StyleBlock> styles);
}
