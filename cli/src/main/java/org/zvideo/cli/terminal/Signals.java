package org.zvideo.cli.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. Only {@code sun.misc.Signal} delivers them. It is called by reflection, because javac
 * warns about each mention of it, this warning cannot be switched off, and the build treats warnings as errors.
 */
final class Signals {
    private Signals() {}

    /** Runs an action at each signal of this name; ignores a name that the system does not know, as HUP on Windows. */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("signal " + name + ": " + e.getCause(), e.getCause());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("signal " + name + ": " + e, e);
        }
    }
}
