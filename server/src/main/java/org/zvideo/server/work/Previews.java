package org.zvideo.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.zvideo.video.job.FramePreview;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.Work;
import org.zvideo.video.job.WorkProgress;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;

/**
 * Pictures of single frames. What the model made of the newest frames is kept, so that another look of the same frame needs no
 * model; and a draft has one preview at a time: a newer one takes its place.
 */
public final class Previews implements AutoCloseable {
    private static final int MOST_FRAMES = 8;
    private static final int MOST_PREVIEWS = 64;
    private static final int MOST_WAITING = 24;
    private static final int ROUGH_STEPS = 4;
    /** Below these a rough picture saves nothing. */
    private static final int FEW_STEPS = 8;

    private static final int SMALL = 192;
    private static final int ID_BYTES = 16;

    private final Engine engine;
    private final Texts texts;
    private final Consumer<Preview> changed;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService looks = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "looks");
        thread.setDaemon(true);
        return thread;
    });
    /** By all that the model sees; least recently used first. */
    private final Map<String, FramePreview> frames = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, Preview> previews = new LinkedHashMap<>();

    /** @param changed told of a preview that has something new to show; must not wait */
    public Previews(Engine engine, Texts texts, Consumer<Preview> changed) {
        this.engine = engine;
        this.texts = texts;
        this.changed = changed;
    }

    /** One that is kept, by its id. */
    public synchronized Optional<Preview> find(String id) {
        return Optional.ofNullable(previews.get(id));
    }

    /** Lets go of all of a draft, because something newer comes. */
    public synchronized void replace(String draft) {
        previews.values().stream()
                .filter(preview -> preview.draft().equals(draft))
                .forEach(Preview::replaced);
    }

    /**
     * Begins with one.
     *
     * @param draft what it is a preview of: a name that a page makes up
     * @param at    seconds from the first frame
     * @param width of the picture at most, in pixels
     * @param rough whether a rough picture may be shown first
     * @return empty if too many wait already
     */
    public Optional<Preview> start(StyleTransferRequest request, double at, int width, String draft, boolean rough) {
        Preview preview;
        synchronized (this) {
            if (previews.values().stream().filter(Preview::open).count() >= MOST_WAITING) {
                return Optional.empty();
            }
            byte[] bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            preview = new Preview(HexFormat.of().formatHex(bytes), draft);
            previews.put(preview.id(), preview);
            if (previews.size() > MOST_PREVIEWS) {
                previews.remove(previews.keySet().iterator().next());
            }
        }
        String seen = seen(request, at);
        Optional<FramePreview> known = known(seen);
        if (known.isPresent()) {
            looks.execute(() -> finish(preview, known.get(), request.method(), width, true));
        } else {
            engine.soon(new Computing(preview, request, at, width, seen, rough));
        }
        return Optional.of(preview);
    }

    private synchronized Optional<FramePreview> known(String seen) {
        return Optional.ofNullable(frames.get(seen));
    }

    private synchronized void keep(String seen, FramePreview frame) {
        frames.put(seen, frame);
        if (frames.size() > MOST_FRAMES) {
            frames.remove(frames.keySet().iterator().next());
        }
    }

    /** All that the model's picture depends on, as a text. */
    private static String seen(StyleTransferRequest request, double at) {
        AppearanceRequest look = request.method().appearance();
        StyleTransferRequest same = request.withMethod(request.method()
                        .withAfterModel(new AppearanceRequest(0, look.paletteScope(), 0, look.strokeSize(), 0), 1, 0))
                .withTarget(Target.of(Path.of("any")));
        StringBuilder files = new StringBuilder();
        Stream.of(
                        Stream.of(request.source().file()),
                        request.styles().stream().map(StyleInput::file),
                        request.masks().files().stream())
                .flatMap(each -> each)
                .forEach(file -> files.append(changed(file)).append(' '));
        return RequestJson.write(same, Path.of("")) + at + files;
    }

    private static String changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toString();
        } catch (IOException e) {
            return "-"; // whoever reads it says so
        }
    }

    /** What the model does for a preview, on the engine's thread. */
    private final class Computing implements Engine.ShortWork {
        private final Preview preview;
        private final StyleTransferRequest request;
        private final double at;
        private final int width;
        private final String seen;
        private final boolean rough;

        private Computing(
                Preview preview, StyleTransferRequest request, double at, int width, String seen, boolean rough) {
            this.preview = preview;
            this.request = request;
            this.at = at;
            this.width = width;
            this.seen = seen;
            this.rough = rough;
        }

        @Override
        public void run(LoadedModel model, JobListener listener) {
            JobListener told = new StepListener(preview, listener, changed);
            try {
                Optional<FramePreview> known = known(seen); // one of the same draft may have come first
                if (known.isEmpty() && rough) {
                    Optional<StyleTransferRequest> fast = rough(request);
                    if (fast.isPresent()) {
                        finish(preview, FramePreview.of(model, fast.get(), at, told), request.method(), width, false);
                    }
                }
                FramePreview frame = known.isPresent() ? known.get() : FramePreview.of(model, request, at, told);
                keep(seen, frame);
                looks.execute(() -> finish(preview, frame, request.method(), width, true));
            } catch (LetGo e) {
                preview.replaced();
                changed.accept(preview);
            } catch (RuntimeException | Error e) {
                preview.failed(texts.failure(e), texts.kind(e));
                changed.accept(preview);
            }
        }

        @Override
        public boolean cancelled() {
            return !preview.open();
        }
    }

    /** The same with few steps at half the size, if that is much less. */
    private static Optional<StyleTransferRequest> rough(StyleTransferRequest request) {
        MethodRequest method = request.method();
        int chosenSteps = request.effort() instanceof Effort.Chosen chosen
                ? chosen.preset().steps()
                : FEW_STEPS + 1;
        int listed = method.timesteps().listed().size();
        int steps = method.steps().orElse(listed > 0 ? listed : chosenSteps);
        OptionalInt size = method.size().isPresent() && method.size().getAsInt() >= 2 * SMALL
                ? OptionalInt.of(method.size().getAsInt() / 2)
                : method.size();
        return steps <= FEW_STEPS
                ? Optional.empty()
                : Optional.of(request.withMethod(method.withStepsOpen().withSteps(OptionalInt.of(ROUGH_STEPS), size)));
    }

    private void finish(Preview preview, FramePreview frame, MethodRequest look, int width, boolean whole) {
        try {
            if (preview.open()) {
                preview.made(
                        StillImage.encode(Pictures.fitted(frame.finished(look), width), Path.of("picture.png")), whole);
            }
        } catch (RuntimeException | Error e) {
            preview.failed(texts.failure(e), texts.kind(e));
        }
        changed.accept(preview);
    }

    @Override
    public void close() {
        looks.shutdown();
    }

    /** Tells a preview of the steps of the model. */
    private record StepListener(Preview preview, JobListener inner, Consumer<Preview> changed) implements JobListener {
        @Override
        public WorkProgress starts(Work work) {
            return new Meter(work, progress -> {
                preview.at(progress.step(), progress.steps());
                changed.accept(preview);
            });
        }

        @Override
        public void checkpoint() {
            inner.checkpoint();
        }
    }
}
