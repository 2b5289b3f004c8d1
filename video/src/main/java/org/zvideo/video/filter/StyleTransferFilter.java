package org.zvideo.video.filter;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.FrameObserver;
import org.zvideo.core.NonFiniteException;
import org.zvideo.core.RgbImage;
import org.zvideo.core.Shot;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;

/**
 * Stylises frames as a JavaCV filter: each 8-bit BGR frame that is pushed can be pulled once, stylised, with its
 * timestamp. All frames are one shot until {@link #cut}. One thread uses it; model and styles stay the caller's.
 */
public final class StyleTransferFilter extends FrameFilter {
    private final StyleTransfer transfer;
    private final Supplier<List<Style>> styles;
    private final Masks masks;
    private final Observers observers;
    private Shot shot;
    private Frame result;
    private long index;

    /** What watches frame 0, 1, … */
    @FunctionalInterface
    public interface Observers {
        FrameObserver of(long frame, RgbImage source);
    }

    /**
     * @param styles asked for at every start and cut: they may be prepared as late as that
     * @param masks  where they act
     */
    public StyleTransferFilter(StyleTransfer transfer, Supplier<List<Style>> styles, Masks masks, Observers observers) {
        this.transfer = transfer;
        this.styles = styles;
        this.masks = masks;
        this.observers = observers;
        setPixelFormat(org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24);
    }

    @Override
    public void start() {
        cut();
        index = 0;
    }

    /** The next frame begins a new shot. */
    public void cut() {
        if (shot != null) {
            shot.close();
        }
        shot = transfer.shot(styles.get());
    }

    @Override
    public void push(Frame frame) {
        if (shot == null) {
            start();
        }
        RgbImage source = RgbFrames.toImage(frame);
        RgbImage stylised;
        try {
            stylised = shot.next(source, masks.at(frame.timestamp), observers.of(index, source));
        } catch (NonFiniteException e) {
            throw new NonFiniteException("frame " + index + ": " + e.getMessage());
        }
        index++;
        closeResult();
        result = RgbFrames.toFrame(stylised, frame.timestamp);
    }

    /** The stylised frame, which the caller closes; null if it was pulled already. */
    @Override
    public Frame pull() {
        Frame pulled = result;
        result = null;
        return pulled;
    }

    @Override
    public void stop() {
        closeResult();
        if (shot != null) {
            shot.close();
            shot = null;
        }
    }

    @Override
    public void release() {
        stop();
    }

    private void closeResult() {
        if (result != null) {
            result.close();
            result = null;
        }
    }
}
