package org.zvideo.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.file.ProcessLock;

/**
 * What a server keeps between its starts: uploads, the queue, what was seen in a watched folder. Nobody else can look into it,
 * and one server has it at a time.
 */
public final class StateFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Where it is if nobody names another place. */
    public static Path usual(Map<String, String> environment, String home, String system) {
        String windows = environment.getOrDefault("LOCALAPPDATA", "");
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (system.startsWith("Windows") && !windows.isEmpty()) {
            return Path.of(windows, "zvideo", "serve");
        }
        if (system.startsWith("Mac")) {
            return Path.of(home, "Library", "Application Support", "zvideo", "serve");
        }
        return (state.isEmpty() ? Path.of(home, ".local", "state") : Path.of(state)).resolve("zvideo/serve");
    }

    /**
     * Takes it, made if need be.
     *
     * @throws MediaException if another server has it
     */
    public static StateFolder take(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Path parent = folder.toAbsolutePath().getParent();
                OwnFiles.makeFolders(parent == null ? folder : parent);
                OwnFiles.makePrivateFolder(folder);
            }
            Path real = folder.toRealPath();
            FileChannel lock = OwnFiles.open(real.resolve("lock"));
            return Closing.onFailure(lock, () -> {
                Optional<String> holder = ProcessLock.take(lock);
                if (holder.isPresent()) {
                    throw new MediaException(
                            ErrorKind.CANNOT_CREATE,
                            "folder " + folder + ": another server (process " + holder.get() + ") "
                                    + "keeps its queue there; use its page, end it, or choose another folder");
                }
                StateFolder taken = new StateFolder(real, lock);
                taken.subfolder("uploads");
                taken.subfolder("jobs");
                return taken;
            });
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.CANNOT_CREATE, "folder " + folder + ": cannot be made or read: " + FileReason.of(e), e);
        }
    }

    /** A folder in it, made if need be. */
    public Path subfolder(String name) throws IOException {
        return PrivateFolders.make(folder.resolve(name));
    }

    /** A file in it. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "folder " + folder + ": " + FileReason.of(e), e);
        }
    }
}
