package org.zvideo.video;

import java.util.ArrayList;
import java.util.List;

/**
 * The damage that was found in a source.
 *
 * @param frames number of frames that a decoder reported as damaged, and of packets that it rejected
 * @param findings the first few findings, in words
 */
public record Damage(long frames, List<String> findings) {
    public static final Damage NONE = new Damage(0, List.of());
    private static final int MAX_FINDINGS = 20;

    public Damage {
        findings = List.copyOf(findings);
    }

    public boolean any() {
        return !findings.isEmpty();
    }

    /** Adds a finding about the given number of frames. */
    Damage add(int count, String finding) {
        List<String> all = new ArrayList<>(findings);
        if (all.size() < MAX_FINDINGS) {
            all.add(finding);
        }
        return new Damage(frames + count, all);
    }
}
