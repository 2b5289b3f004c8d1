package org.zvideo.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.file.OwnFiles;

/**
 * A folder of this machine, or one that all machines mount.
 *
 * @param root the folder
 */
record LocalPlace(Path root) implements Place {
    @Override
    public void get(String name, Path to) throws IOException {
        copy(root.resolve(name), to);
    }

    /** Whoever looks for the file sees all of it or nothing. */
    @Override
    public void put(Path from, String name) throws IOException {
        Path to = root.resolve(name);
        OwnFiles.makeFolders(to.getParent());
        Path part = OwnFiles.partOf(to);
        OwnFiles.remove(part);
        copy(from, part);
        OwnFiles.remove(to);
        OwnFiles.move(part, to);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (OutputStream out = OwnFiles.output(to)) {
            Files.copy(from, out);
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return LimitedFile.bytes(root.resolve(name), LimitedJson.SMALL);
    }

    @Override
    public void write(byte[] content, String name) throws IOException {
        Path to = root.resolve(name);
        OwnFiles.makeFolders(to.getParent());
        OwnFiles.replace(to, content);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        Path below = root.resolve(folder);
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(OwnFiles::isPlain)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        OwnFiles.remove(root.resolve(name));
    }
}
