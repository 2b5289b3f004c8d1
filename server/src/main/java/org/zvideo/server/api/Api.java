package org.zvideo.server.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.server.event.Events;
import org.zvideo.server.queue.Job;
import org.zvideo.server.queue.JobQueue;
import org.zvideo.server.rest.ProblemException;
import org.zvideo.server.rest.Route;
import org.zvideo.server.store.Places;
import org.zvideo.server.store.Uploads;
import org.zvideo.server.work.Engine;
import org.zvideo.server.work.Plans;
import org.zvideo.server.work.Previews;
import org.zvideo.server.work.Texts;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.StyleInput;

/** The whole interface: its table of routes, and how failures are answered. */
public final class Api {
    private final List<Route> routes = new ArrayList<>();
    private final JobView view;
    private final Places places;
    private final Texts texts;

    /**
     * What can be chosen when the server is started.
     *
     * @param version    of zvideo
     * @param machine    the model and what computes it
     * @param browse     whether files in the named folders are shown
     * @param uploadMost bytes that an upload may have
     * @param help       descriptions of the command's options, by their names without dashes
     */
    public record Settings(
            String version, Machine machine, boolean browse, long uploadMost, Map<String, String> help) {}

    /**
     * What the interface works on.
     *
     * @param places  names of files
     * @param uploads files that came
     * @param queue   jobs
     * @param engine  that works on them
     * @param previews of single frames
     * @param plans   what whole clips would cost
     * @param events  that pages hear
     */
    public record Parts(
            Places places,
            Uploads uploads,
            JobQueue queue,
            Engine engine,
            Previews previews,
            Plans plans,
            Events events) {}

    /** @param shutdown ends the server; may take its time */
    public Api(Settings settings, Parts parts, Texts texts, Runnable shutdown) {
        this.places = parts.places;
        this.texts = texts;
        Requests requests = new Requests(
                places, settings.machine, file -> parts.queue.ofOutput(file).isPresent());
        view = new JobView(requests, places, parts.engine, parts.plans);
        routes.addAll(PageFiles.routes());
        routes.addAll(new SessionApi(
                        new SessionApi.About(
                                settings.version,
                                String.valueOf(settings.machine.model().getFileName()),
                                settings.machine.device(),
                                places.roots(),
                                places.results(),
                                settings.browse,
                                settings.uploadMost,
                                settings.help),
                        parts.events,
                        shutdown)
                .routes());
        routes.addAll(new FileApi(
                        places,
                        parts.uploads,
                        settings.browse,
                        settings.uploadMost,
                        file -> parts.queue.jobs().stream()
                                .anyMatch(job -> files(job).contains(file)))
                .routes());
        routes.addAll(new PreviewApi(requests, places, parts.previews, parts.plans).routes());
        routes.addAll(new JobApi(parts.queue, requests, view, parts.engine, places).routes());
    }

    /** What a job reads, now or when it is started again. */
    public static Set<Path> files(Job job) {
        return Stream.of(
                        Stream.of(job.request().source().file()),
                        job.request().styles().stream().map(StyleInput::file),
                        job.request().masks().files().stream())
                .flatMap(each -> each)
                .collect(Collectors.toSet());
    }

    /** The table. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Jobs as pages see them. */
    public JobView view() {
        return view;
    }

    /** How an exception is answered that users can do something about; empty for a fault of the program. */
    public Optional<ProblemException> expected(Throwable error) {
        if (error instanceof Uploads.RefusedException refused) {
            return Optional.of(new ProblemException(refused.status(), "UPLOAD_REFUSED", refused.why()));
        }
        if (!(error instanceof ZvideoException known)) {
            return Optional.empty();
        }
        return Optional.of(new ProblemException(
                known.kind() == ErrorKind.MISSING_INPUT ? 404 : known.kind() == ErrorKind.IO ? 500 : 422,
                known.kind().name(),
                places.shortened(texts.failure(error)),
                known.remedy()
                        .map(remedy -> Map.of("remedy", Map.of("id", remedy.id().name(), "text", remedy.text())))
                        .orElse(Map.of())));
    }
}
