package org.zvideo.core.edit;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionListener;
import org.zvideo.core.attention.AttentionSite;

/** Receives what the edited layers mix, besides the outputs of all layers. Tensors are valid during the call only. */
public interface EditListener extends AttentionListener {
    /** An edited layer is about to mix these: the queries Q_c [H, N, d], the content's block and the styles' blocks. */
    default void mixing(AttentionSite site, Tensor query, ContentBlock content, List<StyleBlock> styles) {}
}
