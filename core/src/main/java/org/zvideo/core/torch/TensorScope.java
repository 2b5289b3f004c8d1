package org.zvideo.core.torch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

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

    /**
     * Computes in a scope of its own: of all tensors made there only the result lives on, in the scope around it. A
     * layer that says so holds its intermediates no longer than it runs, and the next one finds their memory still in
     * the cache.
     */
    public static Tensor result(String name, Supplier<Tensor> computation) {
        Tensor result;
        try (TensorScope inner = open(name)) {
            result = computation.get();
            result.retainReference();
        }
        PointerScope outer = PointerScope.getInnerScope();
        if (outer != null) {
            outer.attach(result);
            result.releaseReference(); // what the scope around has retained is enough
        }
        return result;
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
