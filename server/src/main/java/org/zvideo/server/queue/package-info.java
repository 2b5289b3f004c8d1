/** Jobs in their order, as they are kept on the disk and as they may change. */
@NullMarked
package org.zvideo.server.queue;

import org.jspecify.annotations.NullMarked;
