package org.zvideo.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Writes archives whose bytes depend on nothing but their content: in the given order, without owners, at one time.
 *
 * @param time that of all entries
 */
record Archive(Instant time) {
    private static final int PROGRAM = 0755;
    private static final int DATA = 0644;
    /** Of what ZIP keeps of a file beside its rights: that it is one. */
    private static final int REGULAR = 0100000;

    /** Writes a {@code .tar.gz}. */
    void tar(List<Packed> content, Path to) throws IOException {
        GzipParameters plain = new GzipParameters();
        plain.setModificationInstant(time);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
                OutputStream packed = new GzipCompressorOutputStream(file, plain);
                TarArchiveOutputStream out = new TarArchiveOutputStream(packed, "UTF-8")) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Packed entry : content) {
                TarArchiveEntry header = new TarArchiveEntry(entry.name());
                header.setSize(Files.size(entry.file()));
                header.setMode(entry.executable() ? PROGRAM : DATA);
                header.setLastModifiedTime(FileTime.from(time));
                out.putArchiveEntry(header);
                Files.copy(entry.file(), out);
                out.closeArchiveEntry();
            }
        }
    }

    /** Writes a {@code .zip}. */
    void zip(List<Packed> content, Path to) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(to)) {
            out.setEncoding("UTF-8");
            for (Packed entry : content) {
                ZipArchiveEntry header = new ZipArchiveEntry(entry.name());
                header.setTime(FileTime.from(time));
                header.setUnixMode(REGULAR | (entry.executable() ? PROGRAM : DATA));
                out.putArchiveEntry(header);
                Files.copy(entry.file(), out);
                out.closeArchiveEntry();
            }
        }
    }
}
