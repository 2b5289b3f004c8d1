/** The one thread that computes, and what it computes besides jobs: previews and plans. */
@NullMarked
package org.zvideo.server.work;

import org.jspecify.annotations.NullMarked;
