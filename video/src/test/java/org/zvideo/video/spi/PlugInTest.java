package org.zvideo.video.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** G2: what a plug-in throws, in each of its methods. Oracle: its name as the user typed it, before what it said. */
class PlugInTest {
    private static final String SERVICES = "META-INF/services/" + FrameFilterProvider.class.getName();

    @TempDir
    Path folder;

    /** A plug-in that cannot even be made. */
    public static final class Broken implements FrameFilterProvider {
        private static final ThreadLocal<Throwable> THROWN = new ThreadLocal<>();

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public String description() {
            return "fails";
        }

        @Override
        public FrameFilter create(Map<String, String> options) {
            if (THROWN.get() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) THROWN.get();
        }
    }

    /** A filter that throws whatever is called. */
    private static final class Failing extends FrameFilter {
        private final Throwable thrown;

        private Failing(Throwable thrown) {
            this.thrown = thrown;
        }

        private void fail() throws Exception {
            if (thrown instanceof Error error) {
                throw error;
            } else if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            throw (Exception) thrown;
        }

        @Override
        public void start() throws Exception {
            fail();
        }

        @Override
        public void stop() throws Exception {
            fail();
        }

        @Override
        public void push(Frame frame) throws Exception {
            fail();
        }

        @Override
        public Frame pull() throws Exception {
            fail();
            return null;
        }

        @Override
        public void release() throws Exception {
            fail();
        }
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new NullPointerException(),
                new IllegalArgumentException("of a bug"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Missing"),
                new NoSuchMethodError("'void a.B.c()'"));
    }

    private static List<Executable> methods(String name, Throwable thrown) {
        PlugIn plugIn = new PlugIn(name, new Failing(thrown));
        return List.of(plugIn::start, () -> plugIn.push(null), plugIn::pull, plugIn::stop, plugIn::release);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultsHaveItsName(Throwable fault) {
        for (Executable method : methods("broken=a=1", fault)) {
            IllegalStateException error = assertThrows(IllegalStateException.class, method);
            assertEquals("filter broken=a=1: the plug-in failed: " + fault, error.getMessage());
            assertSame(fault, error.getCause());
        }
    }

    @Test
    void whatItMeansToThrowStaysWhatItIs() {
        for (Executable method : methods("title", new FrameFilter.Exception("no such font"))) {
            assertEquals(
                    "filter title: no such font",
                    assertThrows(FrameFilter.Exception.class, method).getMessage());
        }
        for (Throwable known : List.of(
                new OutOfMemoryError(), new CancellationException(), new ZvideoException(ErrorKind.BAD_INPUT, "x"))) {
            for (Executable method : methods("title", known)) {
                assertSame(known, assertThrows(known.getClass(), method));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void oneThatCannotBeMadeHasItsNameToo(Throwable fault) throws IOException {
        URL services = Files.writeString(folder.resolve("services"), Broken.class.getName())
                .toUri()
                .toURL();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
            @Override
            protected Enumeration<URL> findResources(String name) {
                return Collections.enumeration(name.equals(SERVICES) ? List.of(services) : List.of());
            }
        });
        Broken.THROWN.set(fault);
        try {
            FrameFilters installed = FrameFilters.installed();
            RuntimeException error = assertThrows(RuntimeException.class, () -> installed.create("broken=a=1"));
            boolean options = fault instanceof IllegalArgumentException; // which the user may change
            assertEquals(
                    "filter broken=a=1: " + (options ? fault.getMessage() : "the plug-in failed: " + fault),
                    error.getMessage());
            assertSame(options ? IllegalArgumentException.class : IllegalStateException.class, error.getClass());
        } finally {
            Broken.THROWN.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
