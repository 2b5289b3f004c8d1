package org.zvideo.video.file;

import java.io.IOException;
import java.io.InputStream;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

/**
 * The only place where files are made, changed, renamed and removed. Three rules hold for all of them: a file is made new,
 * so that nothing that has the name already is opened; no link is followed in a file's own name; and what is removed is a
 * plain file. A name that a user gave, or that came in an archive, can therefore not lead a write or a deletion elsewhere.
 *
 * <p>A test searches the sources for writes that do not come from here.
 */
public final class OwnFiles {
    private static final String PART = ".part";

    private OwnFiles() {}

    /**
     * Makes a file and opens it.
     *
     * @throws java.nio.file.FileAlreadyExistsException if anything has the name, be it a link that leads nowhere
     */
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes a file with this content. */
    public static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = create(file)) {
            writeAll(channel, bytes);
        }
    }

    /** Makes a file of all that a stream holds. */
    public static void copy(InputStream from, Path file) throws IOException {
        try (OutputStream out = Channels.newOutputStream(create(file))) {
            from.transferTo(out);
        }
    }

    /** Opens a file that this process made, from its beginning. */
    static FileChannel reopen(Path file) throws IOException {
        requireOnlyName(file);
        return FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens a file of ours to change it where it is, and makes it if it is not there. */
    public static FileChannel open(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return create(file);
        }
        requireOnlyName(file);
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens a file of ours at its end, and makes it if it is not there. */
    public static FileChannel append(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        }
        requireOnlyName(file);
        return FileChannel.open(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Gives a file new content, whole or not at all, and waits until the disk has it. A file of that name is replaced and
     * not written to, so that other names of it keep what they have.
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

    /** The name under which a file in a folder of ours is made until it is whole. */
    public static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + PART);
    }

    /** Writes all of it. */
    public static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Renames a file; what has the new name is replaced, at once where the disk can do that. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Removes a plain file; nothing happens if there is none.
     *
     * @throws FileSystemException if something else has the name; it stays
     */
    public static void remove(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            requirePlain(file);
            Files.delete(file);
        }
    }

    /** Removes a folder if it is one, is empty, and is no link to one; returns whether it is gone. */
    public static boolean removeEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !list(folder).isEmpty()) {
            return false;
        }
        Files.delete(folder);
        return true;
    }

    /** Makes a folder that nobody else can look into. */
    public static void makePrivateFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    /** Makes a folder, and those above it, where they are not there yet. */
    public static void makeFolders(Path folder) throws IOException {
        Files.createDirectories(folder);
    }

    /** Makes a folder for what is needed for a while, which nobody else can look into. */
    public static Path makeTemporaryFolder(String prefix) throws IOException {
        return Files.createTempDirectory(prefix);
    }

    /** Removes a {@linkplain #makeTemporaryFolder temporary folder} with all that is in it; links are not followed. */
    public static void removeTemporaryFolder(Path folder) throws IOException {
        for (Path inside : list(folder)) {
            if (Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS)) {
                removeTemporaryFolder(inside);
            } else {
                Files.delete(inside);
            }
        }
        Files.delete(folder);
    }

    /** Whoever owns what this process makes there: network disks have their own view of owners. */
    public static UserPrincipal ourselves(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".zvideo-", ".tmp");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** What is in a folder, by name. */
    public static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Whether something is a file itself: no link, folder, pipe or device. */
    public static boolean isPlain(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void requirePlain(Path file) throws FileSystemException {
        if (!isPlain(file)) {
            throw new FileSystemException(file.toString(), null, FileProblem.kind(file) + " has this name");
        }
    }

    /** Changing a file changes it under all of its names, so it may have only one. */
    private static void requireOnlyName(Path file) throws IOException {
        requirePlain(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
            throw new FileSystemException(file.toString(), null, "it is a file that has other names too");
        }
    }

    /** Whether there is nothing of a name, and there could be. */
    static boolean isFree(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return false;
        } catch (NoSuchFileException e) {
            return true;
        }
    }
}
