package org.zvideo.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.file.TemporaryFolder;
import org.zvideo.video.job.JobListener;

/**
 * Files of a command line that are named by addresses. Those to be read are copied into a folder of this machine first, in which
 * the job is planned too, and the job takes them along to its place; the result is written to this folder and brought where it
 * belongs.
 */
final class RemoteFiles implements AutoCloseable {
    /** What Hadoop would fetch from anybody's server is no storage of the user's. */
    private static final Pattern ADDRESS = Pattern.compile("(?!https?:|ftp:|spark:|k8s:)[a-zA-Z][a-zA-Z0-9+.-]+:/.*");

    private static final Pattern OPTION = Pattern.compile("(--?[a-z-]+)(?:=(.*))?", Pattern.DOTALL);
    private static final List<String> OUTPUTS = List.of("-o", "--output");

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private TemporaryFolder stage;
    private URI place;
    private URI output;
    private int inputs;

    private RemoteFiles() {}

    /**
     * Copies the files that are named by addresses and puts the names of the copies into the command line.
     *
     * @throws MediaException if one cannot be copied, or the job has no place that all machines know
     */
    static RemoteFiles of(String... given) {
        RemoteFiles remote = new RemoteFiles();
        remote.read(given);
        return remote;
    }

    private void read(String... given) {
        List<String[]> parts = new ArrayList<>(); // an option, or null, and its value
        for (int n = 0; n < given.length; n++) {
            Matcher option = OPTION.matcher(given[n]);
            boolean named = option.matches();
            if (named && option.group(2) == null && n + 1 < given.length && isAddress(given[n + 1])) {
                parts.add(new String[] {given[n], given[++n]});
            } else if (named) {
                parts.add(new String[] {option.group(1), option.group(2)});
            } else {
                parts.add(new String[] {null, given[n]});
            }
        }
        for (int n = 0; n < parts.size(); n++) {
            String[] part = parts.get(n);
            if ("--conf".equals(part[0])) {
                String setting = part[1] == null && n + 1 < parts.size() ? parts.get(n + 1)[1] : part[1];
                String[] words = String.valueOf(setting).split("=", 2);
                settings.put(words[0], words.length > 1 ? words[1] : "");
            } else if ("--job".equals(part[0]) && isAddress(part[1])) {
                place = address(part[1]);
            }
        }
        for (String[] part : parts) {
            add(part[0], part[1]);
        }
        if (stage != null && place == null) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "files that are named by addresses need a job that all machines know: name a folder with --job"
                            + " ADDRESS");
        }
    }

    private static boolean isAddress(String text) {
        return text != null && ADDRESS.matcher(text).matches() && !Files.exists(Path.of(text));
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new MediaException(ErrorKind.USAGE, "'" + text + "' is no address: " + e.getMessage());
        }
    }

    private void add(String option, String value) {
        String named = value;
        if (isAddress(value) && option != null && OUTPUTS.contains(option)) {
            output = address(value);
            named = stageOf("out").resolve(name(output)).toString();
        } else if (isAddress(value) && !"--job".equals(option) && !"--conf".equals(option)) {
            named = fetched(address(value));
        }
        if (option != null) {
            arguments.add(option + (value == null ? "" : "=" + named));
        } else {
            arguments.add(named);
        }
    }

    private static String name(URI file) {
        return file.getPath().substring(file.getPath().lastIndexOf('/') + 1);
    }

    private static URI above(URI file) {
        return file.resolve(".");
    }

    /** A folder of the stage. */
    private Path stageOf(String folder) {
        try {
            Path made = stage().resolve(folder);
            OwnFiles.makeFolders(made);
            return made;
        } catch (IOException e) {
            throw new MediaException(ErrorKind.CANNOT_CREATE, "folder " + stage.path() + ": " + FileReason.of(e), e);
        }
    }

    private String fetched(URI file) {
        Path to = stageOf(JobCopy.INPUTS).resolve(String.format(Locale.ROOT, "%02d-%s", inputs++, name(file)));
        try {
            new HadoopPlace(above(file), settings).get(name(file), to);
            return to.toString();
        } catch (IOException e) {
            throw new MediaException(ErrorKind.MISSING_INPUT, "input " + shown(file) + ": " + FileReason.of(e), e);
        }
    }

    /** An address without user and query, which may hold secrets. */
    static String shown(URI file) {
        return file.getScheme() + "://" + (file.getHost() == null ? "" : file.getHost()) + file.getPath();
    }

    /** The command line with names of files in place of addresses. */
    String[] arguments() {
        return arguments.toArray(String[]::new);
    }

    /** The place of the job, if it has an address. */
    Optional<URI> place() {
        return Optional.ofNullable(place);
    }

    /** The folder of this machine for all of it. */
    Path stage() {
        if (stage == null) {
            try {
                stage = Scratch.folder();
            } catch (IOException e) {
                throw Scratch.failed(e);
            }
        }
        return stage.path();
    }

    /** A job that was planned in the stage. */
    ClusterJob job(ShotList list, JobFolder folder, URI at) {
        return new ClusterJob(list, folder, at.toString(), new HadoopPlace(at, settings));
    }

    /** Brings files of the result where they belong. */
    void deliver(List<Path> files, JobListener listener) {
        if (output == null) {
            return;
        }
        for (Path file : files) {
            URI to = above(output)
                    .resolve(URI.create(file.getFileName().toString().replace(" ", "%20")));
            try {
                if (Files.exists(file)) {
                    new HadoopPlace(above(output), settings)
                            .put(file, file.getFileName().toString());
                    listener.note("brought to " + shown(to));
                }
            } catch (IOException e) {
                throw new MediaException(ErrorKind.IO, "output " + shown(to) + ": " + FileReason.of(e), e);
            }
        }
    }

    /** Deletes the copies. */
    @Override
    public void close() {
        if (stage == null) {
            return;
        }
        try {
            stage.close();
        } catch (IOException e) {
            return; // the next one removes it
        }
    }
}
