package org.zvideo.video.spi;

import java.util.concurrent.CancellationException;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.error.ZvideoException;

/** The filter of a plug-in, whose failures say whose they are: others wrote it. */
final class PlugIn extends FrameFilter {
    private final String name;
    private final FrameFilter filter;

    /** @param name as the user gave it */
    PlugIn(String name, FrameFilter filter) {
        this.name = name;
        this.filter = filter;
    }

    private interface Call<T> {
        T run() throws Exception;
    }

    /**
     * Calls a plug-in.
     *
     * @throws FrameFilter.Exception as it does, with its name
     * @throws IllegalStateException if it fails in any other way
     */
    private static <T> T call(String name, Call<T> call) throws Exception {
        try {
            return call.run();
        } catch (ZvideoException | CancellationException e) {
            throw e;
        } catch (Exception e) {
            throw new Exception("filter " + name + ": " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw failed(name, e);
        }
    }

    /** What a plug-in throws that it should not throw. */
    static IllegalStateException failed(String name, Throwable error) {
        return new IllegalStateException("filter " + name + ": the plug-in failed: " + error, error);
    }

    @Override
    public void start() throws Exception {
        call(name, () -> {
            filter.start();
            return true;
        });
    }

    @Override
    public void stop() throws Exception {
        call(name, () -> {
            filter.stop();
            return true;
        });
    }

    @Override
    public void push(Frame frame) throws Exception {
        call(name, () -> {
            filter.push(frame);
            return true;
        });
    }

    @Override
    public Frame pull() throws Exception {
        return call(name, filter::pull);
    }

    @Override
    public void release() throws Exception {
        call(name, () -> {
            filter.release();
            return true;
        });
    }
}
