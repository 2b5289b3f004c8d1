package org.zvideo.video.job;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.farm.ShotPalette;
import org.zvideo.video.palette.Palette;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.PaletteScope;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Finds the one palette of a film before its shots are stylized apart: the first shots are stylized until one of their frames has
 * made it. What is computed for that is kept for those shots.
 */
record FilmPaletteSearch(ShotList list, JobFolder folder, LoadedModel model) {
    /** The palette is known: the rest of the shot can be computed anywhere. */
    private static final class Found extends CancellationException {
        private static final long serialVersionUID = 1;
    }

    /** The job with its palette, if it asks for one and the film has colors. */
    ShotList run(JobListener listener) {
        if (!asked(list.request(folder.base()))) {
            return list;
        }
        for (int shot = 0; shot < list.shots().size(); shot++) {
            AtomicReference<Palette> made = new AtomicReference<>();
            JobListener stopping = new DelegatingListener() {
                @Override
                protected JobListener told() {
                    return listener;
                }

                @Override
                public void checkpoint() {
                    super.checkpoint();
                    if (made.get() != null) {
                        throw new Found();
                    }
                }
            };
            try {
                new ShotRun(list, folder).shot(shot, model, made::set, stopping);
            } catch (Found e) {
                listener.detail("the palette of the film is made by its shot " + shot);
            }
            if (made.get() != null) {
                return list.with(ShotPalette.of(shot, made.get()));
            }
        }
        return list;
    }

    private static boolean asked(StyleTransferRequest request) {
        AppearanceRequest appearance = request.method().appearance();
        return appearance.paletteScope() == PaletteScope.FILM
                && appearance.palette() > 0
                && request.method().contentColors() < 1;
    }
}
