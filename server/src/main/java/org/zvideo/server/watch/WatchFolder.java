package org.zvideo.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.zvideo.server.queue.Job;
import org.zvideo.server.queue.JobQueue;
import org.zvideo.server.store.ResultNames;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;

/**
 * Makes a job of each file that comes into a folder, once it has stayed the same in {@value #LOOKS} looks and opens. The files
 * themselves are never moved or deleted. The folder is listed again and again, since network disks tell nobody what comes.
 */
public final class WatchFolder implements AutoCloseable {
    private static final int LOOKS = 3;
    private static final String UNFINISHED = "(?i).*(\\.part|\\.tmp|\\.crdownload|\\.download|\\.zvideo(-\\d+)?\\..*)";

    private final Settings settings;
    private final Path results;
    private final JobQueue queue;
    private final Ledger ledger;
    private final Texts texts;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Thread thread = new Thread(this::watch, "watch");
    private volatile boolean closing;

    /**
     * What is watched, and what becomes of it.
     *
     * @param folder    where files come
     * @param recursive whether the folders in it are watched too
     * @param template  the request for each file, but for its source and target
     * @param period    between two looks
     */
    public record Settings(Path folder, boolean recursive, StyleTransferRequest template, Duration period) {}

    /** How it says what it finds. */
    public record Texts(Function<Throwable, String> failure, Consumer<String> says) {}

    /** How a file looked, and how often in a row. */
    private record Seen(long size, long modified, Optional<Object> key, int times) {
        private boolean same(Seen other) {
            return size == other.size && modified == other.modified && key.equals(other.key);
        }
    }

    /**
     * @param results where results go
     * @param list    the file that remembers what was dealt with
     */
    public WatchFolder(Settings settings, Path results, JobQueue queue, Path list, Texts texts) throws IOException {
        this.settings = settings;
        this.results = results;
        this.queue = queue;
        this.ledger = new Ledger(list);
        this.texts = texts;
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    private void watch() {
        while (!closing) {
            try {
                look();
            } catch (RuntimeException | IOException e) {
                texts.says.accept("warning: folder " + settings.folder + ": " + texts.failure.apply(e));
            }
            try {
                Thread.sleep(settings.period.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** One look. */
    void look() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(settings.folder, settings.recursive ? Integer.MAX_VALUE : 1)) {
            files = all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(this::counts)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // a folder that went away meanwhile
        }
        seen.keySet().retainAll(Set.copyOf(files));
        for (Path file : files) {
            if (settled(file)) {
                boolean taken = false;
                try {
                    take(file);
                    taken = true;
                } finally {
                    if (!taken) {
                        seen.remove(file); // what went wrong now may go well later
                    }
                }
            }
        }
    }

    private boolean counts(Path file) {
        for (Path part : settings.folder.relativize(file)) {
            if (part.toString().startsWith(".") || part.toString().endsWith(".zvideo")) {
                return false;
            }
        }
        return !file.getFileName().toString().matches(UNFINISHED) && !file.startsWith(results);
    }

    /** Whether the file has looked the same often enough; once only. */
    private boolean settled(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Seen fresh = new Seen(now.size(), now.lastModifiedTime().toMillis(), Optional.ofNullable(now.fileKey()), 1);
        Seen before = seen.get(file);
        Seen counted = before != null && before.same(fresh)
                ? new Seen(fresh.size, fresh.modified, fresh.key, Math.min(LOOKS + 1, before.times + 1))
                : fresh;
        seen.put(file, counted);
        return counted.times == LOOKS && now.size() > 0;
    }

    private void take(Path file) throws IOException {
        String name = settings.folder.relativize(file).toString();
        String content = Ledger.content(file);
        if (ledger.knows(name, content)) {
            return;
        }
        boolean picture = StillImage.isPicture(file);
        try {
            if (!picture) {
                VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT).close();
            }
        } catch (MediaException e) {
            String why = texts.failure.apply(e);
            ledger.note(name, content, why);
            texts.says.accept("error: " + why);
            return;
        }
        Set<Path> taken = new TreeSet<>();
        queue.jobs().stream().map(Job::output).forEach(taken::add);
        Path first = ResultNames.first(results, file, picture);
        if (!ledger.knows(name) && (Files.exists(first) || taken.contains(first))) {
            ledger.note(name, content, "has a result");
            texts.says.accept(name + ": has the result " + first.getFileName() + ", so it is left out");
            return;
        }
        StyleTransferRequest request = settings.template
                .withSource(Source.of(file))
                .withTarget(target(ResultNames.free(results, file, picture, taken::contains)));
        if (queue.add(request).isPresent()) {
            ledger.note(name, content, "queued"); // afterwards: a file that is noted too early would never be done
            texts.says.accept(name + ": queued");
        } else {
            seen.remove(file); // the list is full: later
        }
    }

    private Target target(Path file) {
        Target wanted = settings.template.target();
        return new Target(
                file,
                wanted.codec(),
                wanted.quality(),
                wanted.startNumber(),
                wanted.overwrite(),
                wanted.comparison(),
                wanted.restart(),
                true,
                wanted.measuredFlow());
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
