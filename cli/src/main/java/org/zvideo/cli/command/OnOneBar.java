package org.zvideo.cli.command;

import org.zvideo.cli.terminal.Console;
import org.zvideo.video.job.DelegatingListener;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.Work;
import org.zvideo.video.job.WorkProgress;

/** Tells a console of several pictures that are made one after the other, and counts them on one bar. */
final class OnOneBar extends DelegatingListener {
    private final Console console;
    private final WorkProgress all;

    OnOneBar(Console console, WorkProgress all) {
        this.console = console;
        this.all = all;
    }

    @Override
    protected JobListener told() {
        return console;
    }

    @Override
    public WorkProgress starts(Work work) {
        return work != Work.PICTURE
                ? console.starts(work)
                : new WorkProgress() {
                    @Override
                    public void expect(long count) {}

                    @Override
                    public void step(int done, int total) {
                        all.step(done, total);
                    }

                    @Override
                    public void unitDone() {
                        all.unitDone();
                    }

                    @Override
                    public void close() {}
                };
    }
}
