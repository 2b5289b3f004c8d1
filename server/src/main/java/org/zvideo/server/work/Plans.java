package org.zvideo.server.work;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.zvideo.core.Preset;
import org.zvideo.video.job.JobEstimate;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.plan.Estimates;
import org.zvideo.video.plan.WorkPlan;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;

/** What requests would cost, measured on their first frames when a page asks. A draft has one plan at a time. */
public final class Plans {
    private static final int MOST = 64;
    private static final int ID_BYTES = 16;

    private final Engine engine;
    private final Texts texts;
    private final Consumer<Plan> changed;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Plan> plans = new LinkedHashMap<>();

    /** One that a page waits for. Thread-safe. */
    public static final class Plan {
        private final String id;
        private final String draft;
        /** What was planned, as a text. */
        private final String what;

        private Optional<Result> result = Optional.empty();
        private boolean replaced;

        private Plan(String id, String draft, String what) {
            this.id = id;
            this.draft = draft;
            this.what = what;
        }

        public String id() {
            return id;
        }

        /** What came of it; empty while it is measured. */
        public synchronized Optional<Result> result() {
            return result;
        }

        private synchronized void is(Result outcome) {
            result = Optional.of(outcome);
        }

        /** Whether a newer one took its place. */
        public synchronized boolean replaced() {
            return replaced;
        }

        private synchronized void replace() {
            replaced = true;
        }
    }

    /**
     * What came of it.
     *
     * @param frames  of the clip
     * @param presets what each would cost; empty after a failure
     * @param kind    of a failure
     * @param detail  of a failure
     */
    public record Result(long frames, Map<Preset, WorkPlan> presets, String kind, String detail) {}

    /** @param changed told of a plan that is made */
    public Plans(Engine engine, Texts texts, Consumer<Plan> changed) {
        this.engine = engine;
        this.texts = texts;
        this.changed = changed;
    }

    public synchronized Optional<Plan> find(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    /** Begins with one. */
    public Plan start(StyleTransferRequest request, String draft) {
        Plan plan;
        synchronized (this) {
            plans.values().stream().filter(other -> other.draft.equals(draft)).forEach(Plan::replace);
            byte[] bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            plan = new Plan(HexFormat.of().formatHex(bytes), draft, what(request));
            plans.put(plan.id, plan);
            if (plans.size() > MOST) {
                plans.remove(plans.keySet().iterator().next());
            }
        }
        engine.soon(new Engine.ShortWork() {
            @Override
            public void run(LoadedModel model, JobListener listener) {
                measure(plan, request, model, listener);
            }

            @Override
            public boolean cancelled() {
                return plan.replaced();
            }
        });
        return plan;
    }

    /** The seconds that a request takes by a plan of the same, whatever it is written to; empty if nobody planned that. */
    public synchronized OptionalDouble seconds(StyleTransferRequest request) {
        if (plans.isEmpty() || !(request.effort() instanceof Effort.Chosen chosen)) {
            return OptionalDouble.empty(); // before every job of a list is written as a text
        }
        String what = what(request);
        return plans.values().stream()
                .filter(plan -> plan.what.equals(what))
                .flatMap(plan -> plan.result().stream())
                .flatMap(result -> Optional.ofNullable(result.presets().get(chosen.preset())).stream())
                .mapToDouble(WorkPlan::seconds)
                .reduce((older, newer) -> newer);
    }

    /** All of a request that its plan depends on; a plan knows all presets. */
    private static String what(StyleTransferRequest request) {
        Effort any = request.effort() instanceof Effort.Chosen chosen
                ? new Effort.Chosen(Preset.QUALITY, chosen.every())
                : Effort.QUALITY;
        return RequestJson.write(request.withEffort(any).withTarget(Target.of(Path.of("any"))), Path.of(""));
    }

    private void measure(Plan plan, StyleTransferRequest request, LoadedModel model, JobListener listener) {
        try {
            Estimates estimates = JobEstimate.of(request, model, listener);
            Map<Preset, WorkPlan> presets = new EnumMap<>(Preset.class);
            for (Preset preset : Preset.values()) {
                presets.put(preset, estimates.plan(preset));
            }
            plan.is(new Result(estimates.frames(), presets, "", ""));
        } catch (LetGo e) {
            return;
        } catch (RuntimeException | Error e) {
            plan.is(new Result(0, Map.of(), texts.kind(e), texts.failure(e)));
        }
        changed.accept(plan);
    }
}
