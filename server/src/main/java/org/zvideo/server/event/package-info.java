/** What happened, for pages that listen. */
@NullMarked
package org.zvideo.server.event;

import org.jspecify.annotations.NullMarked;
