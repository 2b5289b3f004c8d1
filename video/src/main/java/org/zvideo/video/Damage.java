package org.zvideo.video;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found broken in a source.
 *
 * @param frames   that a decoder called damaged, or packets that it refused
 * @param findings in words, the first few
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

    /** One more. */
    Damage add(int count, String finding) {
        List<String> all = new ArrayList<>(findings);
        if (all.size() < MAX_FINDINGS) {
            all.add(finding);
        }
        return new Damage(frames + count, all);
    }
}
