/**
 * What goes on inside frames, as files.
 *
 * <p>{@link org.zvideo.video.dump.Dump} writes pictures, tables and arrays while frames are made;
 * {@link org.zvideo.video.dump.DumpPage} makes a page of them to walk through. The trap: a dump is large, some 100 MB a
 * frame with all steps.
 */
package org.zvideo.video.dump;
