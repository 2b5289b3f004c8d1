package org.zvideo.video.picture;

import java.util.Optional;
import org.zvideo.core.image.RgbImage;

/**
 * A picture with what a mask has to know of it.
 *
 * @param image in sRGB, upright, what is transparent laid over white
 * @param alpha the transparency of each pixel, row by row, 255 for opaque; empty where all of it is opaque
 * @param faint whether it was stored with numbers above 0 that are all too little to show in 8 bits
 */
public record Picture(RgbImage image, Optional<byte[]> alpha, boolean faint) {}
