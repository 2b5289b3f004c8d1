package org.zvideo.video.resume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.video.error.MediaException;

/** A folder that is this process's alone, and was never anyone else's; the lock vanishes with the process. */
final class FolderLock implements AutoCloseable {
    /** Of the file that is locked. */
    static final String NAME = "lock";

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes a folder, made if need be.
     *
     * @param ours pattern of the names that may be in it
     * @throws MediaException if another process has it, or it is not of our making
     */
    static FolderLock take(Path folder, String ours) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            create(folder);
        } else {
            requireOurs(folder, ours);
        }
        FolderLock lock = new FolderLock(FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        try {
            lock.lock(folder);
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void create(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    private static void requireOurs(Path folder, String ours) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "work folder " + folder
                    + ": is there and is no folder; move it away or choose another output");
        }
        if (!Files.getOwner(folder).equals(ourselves(folder.toAbsolutePath().getParent()))) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "work folder " + folder
                    + ": belongs to another user; choose another output");
        }
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> foreign = files.filter(inside -> !inside.getFileName().toString().matches(ours)).findFirst();
            if (foreign.isPresent()) {
                throw new MediaException(MediaException.Problem.CANNOT_CREATE, "work folder " + folder + ": holds "
                        + foreign.get().getFileName() + ", which is not zvideo's; move it away");
            }
        }
    }

    /** Whoever owns what this process makes there: network disks have their own view of owners. */
    private static UserPrincipal ourselves(Path there) throws IOException {
        Path probe = Files.createTempFile(there, ".zvideo-", ".tmp");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private void lock(Path folder) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            ByteBuffer pid = ByteBuffer.allocate(20);
            file.read(pid, 0);
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "work folder " + folder
                    + ": in use by process " + new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII)
                    + "; wait for it or choose another output");
        }
        file.truncate(0);
        file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
    }

    boolean held() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
