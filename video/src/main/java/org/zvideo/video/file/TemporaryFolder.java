package org.zvideo.video.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.zvideo.core.error.Closing;

/**
 * A folder {@code zvideo-PURPOSE-*} among the system's temporary ones that nobody else can look into, with all that is put
 * into it. It goes when it is closed; the next one for the same purpose removes those of processes that were killed, which
 * a {@linkplain ProcessLock lock} tells from those that live.
 */
public final class TemporaryFolder implements AutoCloseable {
    private static final String LOCK = ".lock";
    /** Between its creation and its lock a folder looks abandoned. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path path;
    private final FileChannel lock;

    private TemporaryFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates one.
     *
     * @param purpose a word for its name
     */
    public static TemporaryFolder create(String purpose) throws IOException {
        String prefix = "zvideo-" + purpose + "-";
        Path path = Files.createTempDirectory(prefix);
        TemporaryFolder folder = new TemporaryFolder(path, OwnFiles.create(path.resolve(LOCK)));
        return Closing.onFailure(folder, () -> {
            ProcessLock.take(folder.lock);
            removeAbandoned(path, prefix);
            return folder;
        });
    }

    public Path path() {
        return path;
    }

    private static void removeAbandoned(Path own, String prefix) {
        try {
            Optional<UserPrincipal> owner = OwnFiles.owner(own);
            for (Path other : OwnFiles.list(own.resolveSibling(""))) {
                if (!other.equals(own) && other.getFileName().toString().startsWith(prefix)) {
                    removeIfAbandoned(other, owner);
                }
            }
        } catch (IOException e) {
            return; // the next one tries again
        }
    }

    private static void removeIfAbandoned(Path folder, Optional<UserPrincipal> owner) {
        Path file = folder.resolve(LOCK);
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !OwnFiles.owner(folder).equals(owner)
                    || !OwnFiles.isPlain(file)
                    || Files.getLastModifiedTime(file)
                            .toInstant()
                            .isAfter(Instant.now().minus(YOUNG))) {
                return;
            }
            boolean abandoned;
            try (FileChannel channel = OwnFiles.open(file)) {
                abandoned = ProcessLock.holder(channel).isEmpty();
            }
            if (abandoned) {
                remove(folder);
            }
        } catch (IOException e) {
            return; // it vanished, or it cannot be removed by us
        }
    }

    private static void remove(Path folder) throws IOException {
        for (Path inside : OwnFiles.list(folder)) {
            if (Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS)) {
                remove(inside);
            } else {
                Files.delete(inside);
            }
        }
        Files.delete(folder);
    }

    /** Removes it with its content, without following links. */
    @Override
    public void close() throws IOException {
        lock.close(); // first: on Windows, a file that is open stays
        remove(path);
    }
}
