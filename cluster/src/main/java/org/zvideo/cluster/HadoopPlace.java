package org.zvideo.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.file.OwnFiles;

/** A folder in any storage that Hadoop has a file system for: HDFS, S3, Azure, Google Cloud, and files of this machine. */
final class HadoopPlace implements Place {
    /** Of the settings of Spark that are Hadoop's. */
    private static final String PREFIX = "spark.hadoop.";

    private final URI root;
    private final Configuration settings = new Configuration();

    /**
     * Names a folder; nothing is opened yet.
     *
     * @param root  its address
     * @param spark settings of Spark, of which those that begin with {@code spark.hadoop.} are used
     */
    HadoopPlace(URI root, Map<String, String> spark) {
        this.root = root;
        spark.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                settings.set(key.substring(PREFIX.length()), value);
            }
        });
    }

    private Path path(String name) {
        return name.isEmpty() ? new Path(root) : new Path(new Path(root), name);
    }

    /** Hadoop keeps one for each storage and user and closes it at the end of the process. */
    private FileSystem files() throws IOException {
        return FileSystem.get(root, settings);
    }

    @Override
    public void get(String name, java.nio.file.Path to) throws IOException {
        try (InputStream in = files().open(path(name));
                OutputStream out = OwnFiles.output(to)) {
            in.transferTo(out);
        }
    }

    @Override
    public void put(java.nio.file.Path from, String name) throws IOException {
        try (OutputStream out = files().create(path(name), true)) {
            Files.copy(from, out);
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        try (InputStream in = files().open(path(name))) {
            return in.readNBytes(LimitedJson.SMALL);
        }
    }

    @Override
    public void write(byte[] content, String name) throws IOException {
        try (OutputStream out = files().create(path(name), true)) {
            out.write(content);
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        String above = files().makeQualified(path("")).toUri().getPath();
        try {
            RemoteIterator<LocatedFileStatus> below = files().listFiles(path(folder), true);
            while (below.hasNext()) {
                String file = below.next().getPath().toUri().getPath();
                names.add(file.substring(above.length()).replaceFirst("^/", ""));
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    @Override
    public void delete(String name) throws IOException {
        files().delete(path(name), false);
    }
}
