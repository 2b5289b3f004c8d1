/**
 * What happens inside frames, as files.
 *
 * <p>{@link org.zvideo.video.dump.Dump} writes pictures, tables and arrays while frames are computed, and {@link
 * org.zvideo.video.dump.DumpPage} turns them into a page to step through.
 *
 * <p>Trap: a dump is large, around 100 MB per frame with all steps.
 */
package org.zvideo.video.dump;
