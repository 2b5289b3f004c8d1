package org.zvideo.video.resume;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.file.ProcessLock;

/** A folder that is this process's alone, and was never anyone else's; the lock vanishes with the process. */
final class FolderLock implements AutoCloseable {
    /** Of the file that is locked. */
    static final String NAME = "lock";
    /** What file managers and network disks put into any folder. */
    private static final String SYSTEMS = "\\.DS_Store|\\._.*|Thumbs\\.db|desktop\\.ini|\\.nfs.*";

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes a folder, made if need be.
     *
     * @param ours pattern of the names that may be in it; only plain files may have them
     * @throws MediaException if another process has it, or it is not of our making
     */
    static FolderLock take(Path folder, String ours) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            OwnFiles.makePrivateFolder(folder);
        } else {
            requireOurs(folder, ours);
        }
        FolderLock lock = new FolderLock(OwnFiles.open(folder.resolve(NAME)));
        return Closing.onFailure(lock, () -> {
            lock.lock(folder);
            return lock;
        });
    }

    private static void requireOurs(Path folder, String ours) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new MediaException(
                    ErrorKind.CANNOT_CREATE,
                    "work folder " + folder + ": is there and is no folder; move it away or choose another output");
        }
        if (!OwnFiles.owner(folder)
                .equals(OwnFiles.ourselves(folder.toAbsolutePath().getParent()))) {
            throw new MediaException(
                    ErrorKind.CANNOT_CREATE,
                    "work folder " + folder + ": belongs to another user; choose another output");
        }
        for (Path inside : OwnFiles.list(folder)) {
            String name = inside.getFileName().toString();
            boolean named = name.matches(ours);
            if (!named && !name.matches(SYSTEMS) || named && !OwnFiles.isPlain(inside)) {
                throw new MediaException(
                        ErrorKind.CANNOT_CREATE,
                        "work folder " + folder + ": holds "
                                + name + (named ? ", which is no file but a link or folder" : ", which is not zvideo's")
                                + "; move it away");
            }
        }
    }

    private void lock(Path folder) throws IOException {
        Optional<String> process = ProcessLock.take(file);
        if (process.isPresent()) {
            throw new MediaException(
                    ErrorKind.CANNOT_CREATE,
                    "work folder " + folder + ": in use by process " + process.get()
                            + "; wait for it or choose another output");
        }
    }

    boolean held() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
