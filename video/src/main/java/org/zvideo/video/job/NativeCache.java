package org.zvideo.video.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * The folder into which JavaCPP unpacks the native libraries. They are loaded from there in every later run without another
 * look at what they are, so whoever can write there runs code as the user.
 *
 * @param folder the folder as it was named, which may be a link
 */
public record NativeCache(Path folder) {
    private static final int STICKY = 01000;

    /** The one of this process, under the name by which JavaCPP finds it: in the end it tells only where links lead. */
    public static NativeCache used() throws IOException {
        Path real = Loader.getCacheDir().toPath().toRealPath();
        Path usual = Path.of(System.getProperty("user.home", ""), ".javacpp", "cache");
        for (Path named : List.of(Path.of(System.getProperty("org.bytedeco.javacpp.cachedir", "")), usual)) {
            if (Files.exists(named) && named.toRealPath().equals(real)) {
                return new NativeCache(named.toAbsolutePath());
            }
        }
        return new NativeCache(real);
    }

    /**
     * The first file or folder through which somebody else could replace a library: the folders above, in which the cache
     * itself can be replaced, then the cache and everything in it. Where the system knows no such permissions it is empty.
     */
    public Optional<Path> writableByOthers() throws IOException {
        Path named = folder.toAbsolutePath();
        Path real = named.toRealPath();
        if (!real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        for (Path below : List.of(named, real)) {
            for (Path above = below.getParent(); above != null; above = above.getParent()) {
                // In a folder like /tmp everybody may create files, and replace only what is theirs.
                if (othersWrite(above) && ((int) Files.getAttribute(above, "unix:mode") & STICKY) == 0) {
                    return Optional.of(above);
                }
            }
        }
        try (Stream<Path> files = Files.walk(real)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!Files.isSymbolicLink(file) && othersWrite(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /** Where each user has a group of the same name, nobody else is in it. */
    private static boolean othersWrite(Path file) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        return attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                || attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                        && !attributes
                                .group()
                                .getName()
                                .equals(attributes.owner().getName());
    }
}
