/** The handlers of the REST interface. */
@NullMarked
package org.zvideo.server.api;

import org.jspecify.annotations.NullMarked;
