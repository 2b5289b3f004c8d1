package org.zvideo.video.picture;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** The JDK's own image readers, regardless of other readers that a jar on the class path brings. */
public final class JdkReaders {
    private JdkReaders() {}

    /**
     * A reader of the whole stream, which the caller disposes of.
     *
     * @throws IOException if this Java has none for that format
     */
    public static ImageReader open(String format, ImageInputStream in) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if ("java.desktop".equals(reader.getClass().getModule().getName())) {
                in.seek(0);
                reader.setInput(in, true, true);
                return reader;
            }
        }
        throw new PictureFault("this Java cannot read " + format.toUpperCase(Locale.ROOT));
    }

    /** Checks the size that the decoder itself reads, before it allocates anything of that size. */
    static void requireSize(long width, long height) throws IOException {
        if (width < 1 || height < 1) {
            throw new PictureFault("its header cannot be read: it is damaged");
        } else if (width * (double) height > StillImage.MAX_PIXELS) {
            throw new PictureFault(width + "x" + height + " exceeds " + StillImage.MAX_PIXELS / 1_000_000
                    + " megapixels; give a smaller one");
        }
    }
}
