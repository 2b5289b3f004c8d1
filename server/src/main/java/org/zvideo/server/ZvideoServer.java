package org.zvideo.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.server.api.Api;
import org.zvideo.server.api.JobView;
import org.zvideo.server.api.PreviewApi;
import org.zvideo.server.event.Events;
import org.zvideo.server.queue.Job;
import org.zvideo.server.queue.JobQueue;
import org.zvideo.server.queue.JobState;
import org.zvideo.server.queue.JobStore;
import org.zvideo.server.rest.LocalServer;
import org.zvideo.server.rest.Route;
import org.zvideo.server.rest.Sessions;
import org.zvideo.server.store.Places;
import org.zvideo.server.store.StateFolder;
import org.zvideo.server.store.Uploads;
import org.zvideo.server.watch.WatchFolder;
import org.zvideo.server.work.Engine;
import org.zvideo.server.work.Plans;
import org.zvideo.server.work.Previews;
import org.zvideo.server.work.Texts;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;

/** A running server: its queue, its engine, its page and the folder that it watches. Closing it ends all of them. */
public final class ZvideoServer implements AutoCloseable {
    private static final long ALIVE_MILLIS = 15_000;

    private final StateFolder state;
    private final Consumer<String> says;
    private final Events events = new Events();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Timer clock = new Timer("alive", true);
    private final Map<String, JobState> states = new ConcurrentHashMap<>();
    private final JobQueue queue;
    private final Engine engine;
    private final Previews previews;
    private final List<Route> routes;
    private Optional<LocalServer> page = Optional.empty();
    private Optional<WatchFolder> watch = Optional.empty();

    /**
     * How a server is started.
     *
     * @param roots    folders whose files can be chosen
     * @param results  where results go; empty for a folder of its own
     * @param state    what is kept between starts
     * @param port     of the page, 0 for any that is free; empty for no page
     * @param api      what the page shows
     * @param engine   what the engine goes by
     * @param uploads  what may be uploaded
     * @param watch    a folder whose files become jobs
     */
    public record Settings(
            List<Path> roots,
            Optional<Path> results,
            Path state,
            Optional<Integer> port,
            Api.Settings api,
            Engine.Settings engine,
            Uploads.Limits uploads,
            Optional<WatchFolder.Settings> watch) {}

    /**
     * Starts a server.
     *
     * @param says told, line by line, what people at the terminal want to know
     * @throws MediaException if a folder or the port cannot be used
     */
    public ZvideoServer(Settings settings, Texts texts, Consumer<String> says) {
        this.says = says;
        state = StateFolder.take(settings.state);
        try {
            Path results = settings.results.orElse(state.file("results"));
            OwnFiles.makeFolders(results);
            Uploads uploads = new Uploads(state, settings.uploads);
            Places places = new Places(
                    Stream.concat(
                                    settings.roots.stream(),
                                    settings.watch.stream().map(WatchFolder.Settings::folder))
                            .toList(),
                    results,
                    uploads);
            ServerLog log = new ServerLog(state.file("log"));
            queue = new JobQueue(new JobStore(state, says));
            queue.jobs().forEach(job -> states.put(job.id(), job.state()));
            uploads.removeOld(Instant.now(), needed(queue.jobs()));
            JobView[] view = new JobView[1];
            engine = new Engine(queue, texts, settings.engine, id -> events.tell("progress", view[0].progress(id)));
            previews = new Previews(engine, texts, preview -> events.tell("preview", PreviewApi.of(preview, places)));
            Plans plans = new Plans(engine, texts, plan -> events.tell("plan", PreviewApi.of(plan, places)));
            Api api = new Api(
                    settings.api,
                    new Api.Parts(places, uploads, queue, engine, previews, plans, events),
                    texts,
                    ended::countDown);
            view[0] = api.view();
            routes = api.routes();
            queue.listener(listener(api.view()));
            if (settings.port.isPresent()) {
                page = Optional.of(new LocalServer(
                        settings.port.get(), new Sessions(Clock.systemUTC()), api.routes(), api::expected, log::line));
            }
            if (settings.watch.isPresent()) {
                watch = Optional.of(new WatchFolder(
                        settings.watch.get(),
                        places.results(),
                        queue,
                        state.file("watch.json"),
                        new WatchFolder.Texts(texts::failure, says)));
            }
        } catch (IOException e) {
            state.close();
            throw new MediaException(ErrorKind.CANNOT_CREATE, "folder " + settings.state + ": " + FileReason.of(e), e);
        } catch (RuntimeException | Error e) {
            state.close();
            throw e;
        }
        engine.start();
        watch.ifPresent(WatchFolder::start);
        clock.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        events.alive();
                    }
                },
                ALIVE_MILLIS,
                ALIVE_MILLIS);
    }

    private static Set<Path> needed(List<Job> jobs) {
        Set<Path> files = new HashSet<>();
        jobs.forEach(job -> files.addAll(Api.files(job)));
        return files;
    }

    private JobQueue.Listener listener(JobView view) {
        return new JobQueue.Listener() {
            @Override
            public void changed(Job job) {
                events.tell("job", view.of(job));
                tell(job);
                engine.ring();
            }

            @Override
            public void removed(Job job) {
                states.remove(job.id());
                events.tell("removed", view.of(job));
            }

            @Override
            public void reordered() {
                events.tell("queue", JobView.of(queue));
                engine.ring();
            }
        };
    }

    /** Tells the terminal what came to an end. */
    private void tell(Job job) {
        JobState before = states.put(job.id(), job.state());
        if (before == job.state()) {
            return;
        }
        String name = job.request().source().file().getFileName().toString();
        if (job.state() == JobState.DONE) {
            says.accept(name + ": done, " + job.output());
        } else if (job.state() == JobState.FAILED) {
            says.accept(name + ": failed: " + job.outcome().orElseThrow().detail());
        }
    }

    /** The table of routes, but for the login. */
    List<Route> routes() {
        return routes;
    }

    /** The jobs in their order. */
    List<Job> jobs() {
        return queue.jobs();
    }

    /** The address of the page for one login; empty without a page. */
    public Optional<String> link() {
        return page.map(LocalServer::link);
    }

    /** The port of the page; 0 without one. */
    public int port() {
        return page.map(LocalServer::port).orElse(0);
    }

    /** Waits until a page ends the server, but no longer than this. Returns whether it did. */
    public boolean ended(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Says good-bye to pages, lets go of the job at work and keeps what is done of it. */
    @Override
    public void close() {
        clock.cancel();
        watch.ifPresent(WatchFolder::close);
        events.close();
        page.ifPresent(LocalServer::close);
        engine.close();
        previews.close();
        state.close();
    }
}
