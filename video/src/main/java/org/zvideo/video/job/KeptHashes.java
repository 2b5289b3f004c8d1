package org.zvideo.video.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.file.ReadFile;
import org.zvideo.video.file.CachedValues;
import org.zvideo.video.file.UserCache;

/**
 * Hashes of large files, kept between runs: a model of 4 GB is read once for its hash, and not again as long as it is the
 * same file. It counts as the same while its real path, its inode, its size and the times of its last modification and of
 * its last change are what they were, in nanoseconds. No program can set back the time of the last change, as it can that of
 * the modification. A hash is kept only if both times lay {@link #SETTLED} back before the file was read: clocks of disks are
 * coarse, so a file could change twice within one of their ticks.
 *
 * @param file  where they are kept; if it is damaged, it is ignored and written again
 * @param clock what the time is
 * @param renew whether what is kept is not believed, but replaced
 */
public record KeptHashes(Path file, Clock clock, boolean renew) {
    /** Smaller files are read each time. */
    static final long LARGE = 8L << 20;

    static final Duration SETTLED = Duration.ofSeconds(2);
    /** How many files are remembered; the one that was added first goes. */
    private static final int MOST = 256;

    /** What is known of the content of a file that had this stamp. */
    record Entry(String stamp, String sha256) {
        private boolean holds(Stamp now) {
            return now.text().equals(stamp) && sha256 != null && sha256.matches("[0-9a-f]{64}");
        }
    }

    private record Stamp(String text, Instant newest) {}

    /** Those of this user. */
    public static KeptHashes ofUser() {
        return new KeptHashes(UserCache.folder().resolve("hashes.json"), Clock.systemUTC(), false);
    }

    /** The same, with other trust in what is kept. */
    public KeptHashes renewing(boolean other) {
        return new KeptHashes(file, clock, other);
    }

    /**
     * SHA-256 of what a file held when it was opened, in hexadecimal digits.
     *
     * @throws java.io.UncheckedIOException if it is no longer the file that was opened
     */
    public String sha256(ReadFile read) {
        Optional<Stamp> before = read.size() < LARGE ? Optional.empty() : stamp(read.path());
        if (before.isEmpty()) {
            return read.sha256();
        }
        boolean settled = !before.get().newest().isAfter(clock.instant().minus(SETTLED));
        String name = read.path().toString();
        Entry known = renew ? null : kept().read().get(name);
        if (known != null && known.holds(before.get())) {
            read.requireUnchanged();
            return known.sha256();
        }
        String hash = read.sha256();
        if (settled && before.equals(stamp(read.path()))) {
            keep(name, new Entry(before.get().text(), hash));
        }
        return hash;
    }

    /** Empty where the system does not know when a file was last changed. */
    private static Optional<Stamp> stamp(Path file) {
        try {
            Map<String, Object> known = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
            Instant modified = ((FileTime) known.get("lastModifiedTime")).toInstant();
            Instant changed = ((FileTime) known.get("ctime")).toInstant();
            return Optional.of(new Stamp(
                    String.join(
                            " ",
                            known.get("dev").toString(),
                            known.get("ino").toString(),
                            known.get("size").toString(),
                            modified.toString(),
                            changed.toString()),
                    modified.isAfter(changed) ? modified : changed));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private CachedValues<Entry> kept() {
        return new CachedValues<>(file, Entry.class);
    }

    private void keep(String name, Entry entry) {
        Map<String, Entry> all = kept().read();
        all.remove(name);
        all.put(name, entry);
        for (Iterator<String> oldest = all.keySet().iterator(); all.size() > MOST; ) {
            oldest.next();
            oldest.remove();
        }
        kept().write(all);
    }
}
