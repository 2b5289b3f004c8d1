package org.zvideo.core.weights;

import java.util.Set;

/** What makers of weights note in a header to say what a file is. */
final class HeaderNotes {
    static final String BASE_MODEL = "ss_base_model_version";
    static final String NETWORK = "ss_network_module";
    static final String NETWORK_ARGUMENTS = "ss_network_args";
    static final String TITLE = "modelspec.title";
    static final String ARCHITECTURE = "modelspec.architecture";

    private static final Set<String> KEYS =
            Set.of(LoraScale.METADATA, BASE_MODEL, NETWORK, NETWORK_ARGUMENTS, TITLE, ARCHITECTURE);

    private HeaderNotes() {}

    /** Whether a key is one of them. */
    static boolean describes(String key) {
        return KEYS.contains(key);
    }
}
