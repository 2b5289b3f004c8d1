/**
 * Packs the program for people without a JDK and Maven: one archive per system, with checksums. Runs in the build of the
 * profile {@code dist} and is not published.
 */
@NullMarked
package org.zvideo.dist;

import org.jspecify.annotations.NullMarked;
