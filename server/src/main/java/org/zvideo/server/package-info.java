/** {@code zvideo serve}: a local page, the REST interface under it, and the queue that both and a watched folder feed. */
@NullMarked
package org.zvideo.server;

import org.jspecify.annotations.NullMarked;
