package org.zvideo.video.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.os.FileRules;

/**
 * The only place where files are created, changed, renamed and removed. Three rules hold for all of them: a file is
 * created new, so that nothing that already has the name is opened; no link is followed in a file's own name; and only
 * regular files are removed. A name that a user gave, or that came in an archive, can therefore not redirect a write or
 * a deletion.
 *
 * <p>A test searches the sources for writes that do not go through this class.
 */
public final class OwnFiles {
    private static final String PART = ".part";

    private OwnFiles() {}

    /**
     * Creates a file and opens it.
     *
     * @throws java.nio.file.FileAlreadyExistsException if anything has the name, even a link that leads nowhere
     */
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /** Creates a file with this content. */
    public static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = create(file)) {
            writeAll(channel, bytes);
        }
    }

    /** Creates a file to write into. */
    public static OutputStream output(Path file) throws IOException {
        return Channels.newOutputStream(create(file));
    }

    /** Opens a file that this process created, from its start. */
    static FileChannel reopen(Path file) throws IOException {
        requireOnlyName(file);
        return FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens one of zvideo's files to change it in place, and creates it if it does not exist. */
    public static FileChannel open(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return create(file);
        }
        requireOnlyName(file);
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens one of zvideo's files for appending, and creates it if it does not exist. */
    public static FileChannel append(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        }
        requireOnlyName(file);
        return FileChannel.open(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Gives a file new content, completely or not at all, and waits until the disk has it. An existing file of that
     * name is replaced rather than overwritten, so that its other names keep their content.
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        replace(file, partOf(file), bytes);
    }

    static void replace(Path file, Path part, byte[] bytes) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            requirePlain(file);
        }
        remove(part);
        try (FileChannel channel = create(part)) {
            writeAll(channel, bytes);
            channel.force(true);
        }
        move(part, file);
    }

    /** The temporary name of a file in one of zvideo's folders, until it is complete. */
    public static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + PART);
    }

    /** Writes the whole buffer. */
    public static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Renames a file. Whatever has the new name is replaced, atomically if the disk supports that. Where a file that somebody has
     * open cannot be replaced, it is tried for some seconds.
     */
    public static void move(Path from, Path to) throws IOException {
        Persistence.on(to).run(() -> {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    /** Waits until the disk has a folder's entries, on file systems on which a folder can be opened for that. */
    public static void syncFolder(Path folder) throws IOException {
        if (FileRules.posix(folder)) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /**
     * Removes a regular file, and does nothing if there is none.
     *
     * @throws FileSystemException if something else has the name; it stays
     */
    public static void remove(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            requirePlain(file);
            Files.delete(file);
        }
    }

    /** Removes an empty folder that is not a link, and returns whether it is gone. */
    public static boolean removeEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !list(folder).isEmpty()) {
            return false;
        }
        Files.delete(folder);
        return true;
    }

    /** Creates a folder that nobody else can look into. */
    public static void makePrivateFolder(Path folder) throws IOException {
        if (FileRules.posix(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    /** Creates a folder and its missing parents. */
    public static void makeFolders(Path folder) throws IOException {
        Files.createDirectories(folder);
    }

    /** The owner of a file or folder itself, if its file system knows owners. */
    public static Optional<UserPrincipal> owner(Path file) throws IOException {
        FileOwnerAttributeView view =
                Files.getFileAttributeView(file, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null ? Optional.empty() : Optional.of(view.getOwner());
    }

    /** The owner of what this process creates in a folder. Network disks have their own view of owners. */
    public static Optional<UserPrincipal> ourselves(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".zvideo-", ".tmp");
        try {
            return owner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** The content of a folder, sorted by name. */
    public static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Whether a path is a regular file itself: not a link, folder, pipe or device. */
    public static boolean isPlain(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void requirePlain(Path file) throws FileSystemException {
        if (!isPlain(file)) {
            throw new FileSystemException(file.toString(), null, FileProblem.kind(file) + " has this name");
        }
    }

    /** Requires that a file has only one name, because changing it changes it under all of its names. */
    private static void requireOnlyName(Path file) throws IOException {
        requirePlain(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
            throw new FileSystemException(file.toString(), null, "it is a file that has other names too");
        }
    }

    /** Whether nothing has a name, although something could. */
    static boolean isFree(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return false;
        } catch (NoSuchFileException e) {
            return true;
        }
    }
}
