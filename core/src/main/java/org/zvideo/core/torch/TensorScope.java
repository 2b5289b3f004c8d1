package org.zvideo.core.torch;

import org.bytedeco.javacpp.PointerScope;

/**
 * A named level of native memory: every tensor made on this thread while it is the innermost open scope is freed when
 * it closes, unless an outer owner has {@linkplain TensorOwner#keep kept} it.
 *
 * <p>Scopes nest and belong to the thread that opened them; close them in reverse order (try-with-resources).
 */
public final class TensorScope implements AutoCloseable {
    private final String name;
    private final PointerScope scope;

    private TensorScope(String name) {
        this.name = name;
        this.scope = new PointerScope();
    }

    /** Opens a scope on this thread. The name says whose memory it is: frame, step, … */
    public static TensorScope open(String name) {
        return new TensorScope(name);
    }

    @Override
    public void close() {
        scope.close();
    }

    @Override
    public String toString() {
        return "TensorScope " + name;
    }
}
